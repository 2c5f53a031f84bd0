import { quarantineId, type Quarantine } from '#domain/quarantine/quarantine.ts';
import type { Command } from '#domain/command.ts';
import type { Asset } from '#domain/asset/asset.ts';
import type { CommandResult, Decided } from '#domain/protocol/wire.ts';
import { TestServer, type TestDevice } from './test-server.ts';

/** A server whose engineer Li holds an order in the north, and a desk that decides on his work. */
export class LostWork {
	readonly server: TestServer;
	readonly desk: TestDevice;
	li: TestDevice;

	private constructor(server: TestServer, li: TestDevice, desk: TestDevice) {
		this.server = server;
		this.li = li;
		this.desk = desk;
	}

	static async open(): Promise<LostWork> {
		const server = await TestServer.open();
		await server.staff({
			desk: ['dispatcher'],
			boss: ['admin'],
			li: ['engineer'],
			wang: ['engineer'],
			store: ['storekeeper'],
		});
		for (const name of ['north', 'south']) await server.premises(name);
		await server.order('order-1', 'north', 'li');
		return new LostWork(server, await server.signIn('li'), await server.signIn('desk'));
	}

	/** Throws where the server ran into faults of its own. */
	async close(): Promise<void> {
		await this.server.parts.releases.settled();
		const { faults } = this.server;
		await this.server.close();
		if (faults.length > 0) throw new Error('the server ran into faults', { cause: faults[0] });
	}

	/** The device pulls everything, and keeps the cursor as its proof. */
	async pulled(device = this.li): Promise<void> {
		device.proof = (await device.pull(device.proof)).cursor;
	}

	edit(device: TestDevice, id: string, set: object): Command {
		return device.command('asset.edit@1', id, { set });
	}

	asset(name = 'north'): Promise<Asset | undefined> {
		return this.server.administration.get('asset', `a-${name}`);
	}

	item(command: Command): Promise<Quarantine | undefined> {
		return this.server.administration.get('quarantine', quarantineId(command));
	}

	/** Li saw the asset, edited it out of reach, and lost order and site meanwhile. */
	async lostEdit(): Promise<Command> {
		await this.pulled();
		const command = this.edit(this.li, 'a-north', { room: '3F' });
		await this.server.dispatch('order-1', 'wang', 'overload');
		await this.mustBeKept(command);
		return command;
	}

	/** Li hands it in, and it is kept for the desk. */
	async mustBeKept(command: Command): Promise<void> {
		const [result] = await this.li.push(command);
		if (result?.outcome !== 'quarantined') throw new Error(JSON.stringify(result));
	}

	async decide(device: TestDevice, name: string, id: string, args = {}) {
		const [result] = await device.push(device.command(`quarantine.${name}@1`, id, args));
		await this.server.parts.releases.settled();
		return result;
	}

	/** What Li is told of a command of his. */
	async fateOf({ seq, kind, record }: Command): Promise<Decided[]> {
		const body = { device: this.li.id, protocol: 1, undecided: [{ seq, kind, record }] };
		const answer = await this.li.request('POST', '/sync/v1/hello', body);
		return answer.json<{ decided: Decided[] }>().decided;
	}
}

export function outcomes(results: readonly Pick<CommandResult, 'outcome'>[]): string[] {
	return results.map(({ outcome }) => outcome);
}
