import type { Administration } from '#server/administration.ts';
import type { DeciderParts } from '#server/push/decider.ts';

/** What imports of assets are done with. */
export interface ImportParts extends DeciderParts {
	administration: Administration;
	fault: (error: unknown) => void;
}
