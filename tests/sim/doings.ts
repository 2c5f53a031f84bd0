/** What several scenes of a story are made of. */
import type { AdministrationCommand } from '#server/administration.ts';
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
