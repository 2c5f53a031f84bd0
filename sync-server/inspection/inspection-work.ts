/**
 * What a round leaves to the server, which alone holds the register: freezing its route, and making the
 * round that follows a recurring one as soon as its own time has come.
 *
 * 1. What is to do stands in the records (`isWorkDue`), so a crash is made good by the next look.
 * 2. Every step is a command that is harmless twice; the next round's id follows from the first's.
 */
import { inspectionWorkChannel, siteChannel } from '#domain/access/channels.ts';
import {
	goesOn,
	isWorkDue,
	type Checkpoint,
	type Inspection,
} from '#domain/inspection/inspection.ts';
import { chosenLists, type OfferedChecklist } from '#domain/inspection/checklists.ts';
import { checkpointOf, inWalkingOrder, listsOf } from '#domain/inspection/route.ts';
import { nextDateBy } from '#domain/inspection/recurrence.ts';
import { locationRulesOf } from '#domain/organisation/location-rules.ts';
import { organisationId } from '#domain/organisation/ids.ts';
import { dateOf } from '#domain/time/zone.ts';
import type { Administration } from '#server/administration.ts';
import type { Clock } from '#server/clock.ts';
import type { RecordKey, Store } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';

const zoneByDefault = 'Asia/Shanghai';
const readAtOnce = 200;

interface InspectionParts {
	store: Store;
	clock: Clock;
	administration: Administration;
	fault: (error: unknown) => void;
}

export class InspectionWork {
	readonly #parts: InspectionParts;
	#running: Promise<void> = Promise.resolve();
	#hasBegun = false;

	constructor(parts: InspectionParts) {
		this.#parts = parts;
	}

	/** Does what was left undone, and from now on what is heard. */
	begin(): void {
		this.#hasBegun = true;
		this.recover();
	}

	/** To be told of every write. */
	heard(key: RecordKey, touched: readonly string[]): void {
		if (this.#hasBegun && touched.includes(inspectionWorkChannel)) this.#then(key.id);
	}

	/** Also time makes rounds due, so this is called again and again. */
	recover(): void {
		this.#queue(async () => {
			const query = { channel: inspectionWorkChannel, kind: 'inspection' as const };
			const rows = await this.#parts.store.present({ ...query, limit: Number.MAX_SAFE_INTEGER });
			for (const { id } of rows) this.#then(id);
		});
	}

	/** When everything heard so far is done. */
	async settled(): Promise<void> {
		for (let seen: Promise<void> | undefined; seen !== this.#running;) await (seen = this.#running);
	}

	#then(id: string): void {
		this.#queue(() => this.#look(id));
	}

	#queue(work: () => Promise<void>): void {
		this.#running = this.#running.then(work).catch((error: unknown) => this.#parts.fault(error));
	}

	async #look(id: string): Promise<void> {
		const { administration } = this.#parts;
		const round = await administration.get('inspection', id);
		if (!round || !isWorkDue(round)) return;
		if (!round.checkpoints) await this.#freeze(round);
		const today = await this.#today();
		const { from, recurrence, first } = round;
		if (!goesOn(round) || (round.state !== 'closed' && from > today)) return;
		const next = nextDateBy(today, from, recurrence, first);
		if (next) await this.#renew(round, next);
	}

	async #today(): Promise<string> {
		const organisation = await this.#parts.administration.get('organisation', organisationId);
		return dateOf(this.#parts.clock(), organisation?.zone ?? zoneByDefault);
	}

	async #freeze(round: Inspection): Promise<void> {
		const { administration } = this.#parts;
		const organisation = await administration.get('organisation', organisationId);
		const site = await administration.get('site', round.siteId);
		const customer = await administration.get('customer', round.customerId);
		const lists = await this.#listsOf(round);
		const points = await this.#pointsOf(round, lists);
		const checkpoints = inWalkingOrder(points, site ?? {}, locationRulesOf(organisation));
		const names = { siteName: site?.name ?? '', customerName: customer?.name ?? '' };
		await administration.execute({
			...{ type: 'inspection.freeze@1', kind: 'inspection', record: round.id },
			args: { checkpoints, lists: listsOf(checkpoints, lists), ...names },
		});
	}

	/** Those it names; an item of the catalogue that was retired since is still one the plan asks for. */
	async #listsOf({ checklists }: Inspection): Promise<OfferedChecklist[]> {
		const { administration } = this.#parts;
		const items = await Promise.all(checklists.map((id) => administration.get('serviceItem', id)));
		return chosenLists(
			checklists,
			items.filter((item) => item !== undefined),
		);
	}

	async #pointsOf(round: Inspection, lists: readonly OfferedChecklist[]): Promise<Checkpoint[]> {
		const { store } = this.#parts;
		const query = { channel: siteChannel(round.siteId), kind: 'asset' as const };
		const rows = await store.present({ ...query, limit: Number.MAX_SAFE_INTEGER });
		const points: Checkpoint[] = [];
		for (let from = 0; from < rows.length; from += readAtOnce) {
			const some = rows.slice(from, from + readAtOnce);
			const assets = await Promise.all(some.map(({ id }) => readRecord(store, 'asset', id)));
			for (const asset of assets) {
				const point = asset && checkpointOf(asset, round, lists);
				if (point) points.push(point);
			}
		}
		return points;
	}

	async #renew({ id }: Inspection, from: string): Promise<void> {
		const record = nextIdOf(id);
		const { administration } = this.#parts;
		await administration.execute({
			...{ type: 'inspection.renew@1', kind: 'inspection', record, args: { previous: id, from } },
		});
		await administration.execute({
			...{ type: 'inspection.follow@1', kind: 'inspection', record: id, args: { next: record } },
		});
	}
}

const roundSuffix = /\.(\d+)$/;

/** `ID.2` after `ID`, then `ID.3`: the same whoever makes it. */
function nextIdOf(id: string): string {
	const round = Number(roundSuffix.exec(id)?.[1] ?? 1);
	return `${id.replace(roundSuffix, '')}.${round + 1}`;
}
