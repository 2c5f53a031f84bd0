/** What several scenes of a story are made of. */
import type { AdministrationCommand } from '#server/administration.ts';
import { idOf, type Saved } from './oracle/ledger.ts';
import { loseDatabase } from './happenings/device-happenings.ts';
import type { Device } from './world/device.ts';
import type { World } from './world/world.ts';

/** Past all devices; what it writes has been answered when this resolves, or its server is busy. */
export async function administer(
	world: World,
	command: AdministrationCommand,
	server = world.anyServer(),
): Promise<void> {
	const { type, record, args } = command;
	world.note(`administration ${type} ${record} ${JSON.stringify(args)}`);
	world.scheduler.put('administration', () => {
		const done = server?.parts.administration.execute(command);
		done?.catch((error: unknown) => world.bug('administration', error));
	});
	await world.scheduler.run(120);
}

/** Those of them that can ask for what is new, at the same time. */
export async function sync({ scheduler }: World, devices: readonly Device[]): Promise<void> {
	for (const device of devices) if (device.readyTab) device.sync();
	await scheduler.run(400);
}

/** How often a database is lost right after something was taken back. */
const lostAfterUndo = 0.1;

/** Undo of one act: a command and its companions, if the app still allows it. */
export function takeBack(world: World, device: Device, entry: Saved): void {
	const own = world.oracle.ledger.of(device);
	const { device: name, causedBy = idOf(entry) } = entry.command;
	const act = own.filter((each) => idOf(each) === causedBy || each.command.causedBy === causedBy);
	const [first] = act;
	device.act('undoes', async (tab) => {
		if (!first || act.some(({ state }) => state !== 'saved')) return;
		for (const each of act) each.state = 'settling';
		const done = await tab.store?.undo([first.seq]);
		if (!tab.alive || !done) return;
		for (const each of act) each.state = done.ok ? 'undone' : 'saved';
		world.note(`${tab.name} undo ${first.seq} ${done.ok}`);
		if (!done.ok) return;
		for (const { seq } of act) world.oracle.undone.add(`${name}:${seq}`);
		// Before anything tidies up: what was taken back may not come back.
		if (world.chance.chance(lostAfterUndo)) loseDatabase(world, device);
	});
}
