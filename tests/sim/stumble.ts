/** The servers cannot read one order for a while: what its people do there is put off, all else goes on. */
import { order } from './draft.ts';
import type { World } from './world/world.ts';

/** Before what was put off is offered again. */
const soonMsMax = 60_000;
const turns = 400;

export async function stumble(world: World): Promise<void> {
	const { chance, scheduler, backend } = world;
	const ready = world.devices.filter(
		(device) => device.readyTab && device.online && device.seen('workOrder').length > 0,
	);
	if (ready.length === 0) return;
	const device = chance.pick(ready);
	const { id } = chance.pick(device.seen('workOrder'));
	const note = () => order('note', id, { text: `stumble-${world.happenings}-${scheduler.turns}` });
	backend.unreadable.add(id);
	for (const hasPassed of [false, true]) {
		if (hasPassed) backend.unreadable.delete(id);
		device.execute([note()]);
		await scheduler.run(turns / 4);
		if (device.readyTab) device.sync();
		await scheduler.run(turns);
		scheduler.nowMs += chance.below(soonMsMax);
	}
}
