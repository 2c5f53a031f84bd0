/** What devices have called saved, and what has become known of it since. */
import type { Command } from '#domain/command.ts';
import type { Device } from '../world/device.ts';

/**
 * saved    must be on the disk or answered, whatever happens
 * settling somebody takes it back or settles it: whether that was written is not known yet
 * undone   taken back by its author before it was sent
 * let go   a refused one its author discarded or tried again as a new one
 * taken    the server has it, and the device forgot it with its database; its pictures are still to come
 * evicted  gone with the browser's data, which the user has to be told
 */
type SavedState = 'saved' | 'settling' | 'undone' | 'let go' | 'taken' | 'evicted';

export interface Saved {
	device: Device;
	/** Of the device: sequence numbers count anew in each. */
	life: number;
	seq: number;
	command: Command;
	blobs: string[];
	state: SavedState;
}

export class Ledger {
	readonly saved: Saved[] = [];

	add(entry: Saved): void {
		this.saved.push(entry);
	}

	/** What a device has to account for now. */
	of(device: Device): Saved[] {
		return this.saved.filter((each) => each.device === device && each.life === device.life);
	}

	find(device: Device, seq: number): Saved | undefined {
		return this.of(device).find((each) => each.seq === seq);
	}
}

export function idOf({ command }: Saved): string {
	return `${command.device}:${command.seq}`;
}
