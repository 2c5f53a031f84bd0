import type { Administration } from '#server/administration.ts';
import type { Store } from '#server/store/port.ts';

/** What the server's work on campaigns is done with. */
export interface AuditParts {
	store: Store;
	administration: Administration;
	fault: (error: unknown) => void;
}
