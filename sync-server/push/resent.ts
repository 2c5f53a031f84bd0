import * as v from 'valibot';
import type { Command } from '#domain/command.ts';
import type { Resent } from '#domain/protocol/wire.ts';
import { IdSchema } from '#domain/record.ts';
import { recordKey } from '#server/store/port.ts';

const OnOrder = v.looseObject({
	seq: v.number(),
	kind: v.literal('workOrder'),
	record: IdSchema,
});

/**
 * What a device knows of commands it sends once more because a restored server lacks them.
 *
 * 1. A command waits until its record is as far as it was before it: others who worked on the record
 *    may not have come back yet. It is answered `later` and not journaled.
 * 2. What comes after it on the same record waits too, or it would be decided without it.
 */
export class ResentCommands {
	readonly #facts: ReadonlyMap<number, Resent>;
	readonly #waiting = new Set<string>();

	constructor(facts: readonly Resent[]) {
		this.#facts = new Map(facts.map((fact) => [fact.seq, fact]));
	}

	/** `rev` is the record's revision now, 0 where there is none. */
	mustWait({ seq, kind, record }: Command, rev: number): boolean {
		const key = recordKey({ kind, id: record });
		const first = this.#facts.get(seq)?.rev;
		const waits = this.#waiting.has(key) || (first !== undefined && rev < first - 1);
		if (waits) this.#waiting.add(key);
		return waits;
	}

	/** Whether the device says that the server had taken it before. */
	isResent({ seq }: Command): boolean {
		return this.#facts.has(seq);
	}

	/** Orders among those commands that their author had claimed, so far as their form can be read. */
	claimedIn(commands: readonly unknown[]): string[] {
		const claimed = commands.flatMap((command) => {
			if (!v.is(OnOrder, command)) return [];
			return this.#facts.get(command.seq)?.claimed ? [command.record] : [];
		});
		return [...new Set(claimed)];
	}

	/** The number its record had been given, with this server's seal on it. */
	numberOf({ seq }: Command): { number: string; numberSeal: string } | undefined {
		const { number, numberSeal } = this.#facts.get(seq) ?? {};
		return number !== undefined && numberSeal !== undefined ? { number, numberSeal } : undefined;
	}
}
