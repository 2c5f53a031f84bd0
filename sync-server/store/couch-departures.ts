import type { CouchDatabase } from './couch-database.ts';
import { departureId, type DepartureDocument, type RecordDocument } from './couch-documents.ts';
import { CouchRegister } from './couch-register.ts';

/** The channels a record left in its latest revision. */
export function leftLately({ rev, former }: Pick<RecordDocument, 'rev' | 'former'>): string[] {
	return Object.keys(former).filter((channel) => former[channel] === rev);
}

/** Tells the channels a record left, each in the feed once; a crash before it is made up by the next who looks. */
export class CouchDepartures {
	readonly #register: CouchRegister<DepartureDocument>;

	constructor(records: CouchDatabase, alone: boolean) {
		this.#register = new CouchRegister(records, alone);
	}

	async tell(record: Pick<RecordDocument, 'kind' | 'id' | 'rev' | 'former'>): Promise<void> {
		for (const channel of leftLately(record)) await this.#tellOne(channel, record);
	}

	async #tellOne(channel: string, { kind, id, rev }: Pick<RecordDocument, 'kind' | 'id' | 'rev'>) {
		const _id = departureId(channel, { kind, id });
		await this.#register.change(_id, (current) =>
			current && current.rev >= rev ? undefined : { _id, type: 'left', channel, kind, id, rev },
		);
	}
}
