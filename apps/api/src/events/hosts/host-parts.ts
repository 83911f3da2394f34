import { CalendarEnding } from './calendar-ending.ts';
import { HostsResolver } from './hosts.resolver.ts';
import { HostsService } from './hosts.service.ts';
import { HostsStore } from './hosts.store.ts';
import { PublishClock } from './publish-clock.service.ts';
import { TemplatesService } from './templates.service.ts';

/** The room of hosts, templates, and publishing later, for the module. */
export const hostParts = [CalendarEnding, HostsResolver, HostsService, HostsStore, PublishClock, TemplatesService];
