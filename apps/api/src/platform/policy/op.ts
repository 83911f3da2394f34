import { SetMetadata } from '@nestjs/common';
import type { Operation } from '#libs/governance';

export const OPERATION = 'folkmoot:operation';
export const PUBLIC_WHY = 'folkmoot:public';

/** The operation of the permission table that a field or route needs. Without it, or `@Public`, the process does not start. */
export const Op = (operation: Operation): MethodDecorator & ClassDecorator => SetMetadata(OPERATION, operation);

/** For the few fields and routes that need no permission; says why. */
export const Public = (why: string): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_WHY, why);
