import type { CouchCounters } from './couch-counters.ts';
import type { RecordDocument } from './couch-documents.ts';
import type { SettleParts } from './couch-settle.ts';

export interface CommitParts extends SettleParts {
	counters: CouchCounters;
	/** One copy of every document: what is written is certain, and there is one leaf. */
	alone: boolean;
	/** Told of the revision of every record document written here. */
	wrote: (rev: string) => void;
	/** Told of a record written here by a commit that could not say so. */
	unanswered: (document: RecordDocument) => void;
}
