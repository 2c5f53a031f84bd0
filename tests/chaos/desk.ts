import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from '#domain/command.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import type { SavedLedger } from '../fixtures/saved-ledger.ts';

const askAgainMs = 150;
const triesMax = 400;

/** The other side: writes on the engineer's orders meanwhile, by the server's doors, until told to stop. */
export class Desk {
	readonly #api: ApiDevice;
	readonly #ledger: SavedLedger;
	#count = 0;
	#goesOn = true;

	constructor(api: ApiDevice, ledger: SavedLedger) {
		this.#api = api;
		this.#ledger = ledger;
	}

	get written(): number {
		return this.#count;
	}

	/** A request of this customer, dispatched to the engineer; answers its id. */
	async dispatch(summary: string, engineerId: string): Promise<string> {
		const id = randomUUID();
		const request = {
			...{ orderKind: 'fault', channel: 'phone', mode: 'on_site', summary },
			...{ customerId: 'customer-hospital', requester: { name: '赵' } },
			...{ impact: 'medium', urgency: 'medium', lines: [{}] },
		};
		await this.#must(this.#api.command('workOrder.create@1', id, request));
		await this.#must(this.#api.command('workOrder.dispatch@1', id, { assigneeId: engineerId }));
		return id;
	}

	/** A note on one order after another, each sent again until the server has answered it. */
	async keepWriting(orders: readonly string[], everyMs: number): Promise<void> {
		while (this.#goesOn) {
			const order = orders[this.#count % orders.length] ?? '';
			const text = `服务台第 ${++this.#count} 条`;
			const isSaved = this.#ledger.asked(order, 'workOrder.note', text);
			await this.#must(this.#api.command('workOrder.note@1', order, { id: randomUUID(), text }));
			isSaved();
			await wait(everyMs);
		}
	}

	stop(): void {
		this.#goesOn = false;
	}

	/** Lost answers are asked for again by the same command: it must not count twice. */
	async #must(command: Command): Promise<void> {
		for (let tries = 0; tries < triesMax; tries++) {
			const result = await this.#api.push(command).catch(() => undefined);
			const outcome = result?.[0]?.outcome;
			if (outcome === 'applied' || outcome === 'duplicate') return;
			if (result) throw new Error(`${command.type}: ${JSON.stringify(result)}`);
			await wait(askAgainMs);
		}
		throw new Error('the server never came back');
	}
}
