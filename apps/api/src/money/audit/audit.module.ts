import { Module } from '@nestjs/common';
import { AuditLinks } from './audit-links.service.ts';
import { AuditResolver } from './audit.resolver.ts';
import { AuditStore } from './audit.store.ts';

/** The book for an auditor. Its routes stand in the money module. */
@Module({ providers: [AuditLinks, AuditResolver, AuditStore], exports: [AuditLinks, AuditStore] })
export class AuditModule {}
