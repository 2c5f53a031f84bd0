import { join } from 'node:path';
import { demoAccounts } from '../../fixtures/demo-accounts.ts';
import { startServer } from '../../fixtures/server-process.ts';
import { seedDevice, type Seeded } from './field-device.ts';
import type { FieldCounts } from './field-records.ts';
import { fillServer } from './fill-server.ts';

/** Whose device it is. */
interface Owner {
	userId: string;
	account: string;
}

/** Fills a device by its own first pull; then the server is gone, and its address stays the app's. */
export async function fillDevice(
	workDir: string,
	profileDir: string,
	owner: Owner,
	counts: FieldCounts,
): Promise<{ seeded: Seeded; url: string }> {
	const dataDir = join(workDir, 'server');
	const first = await startServer({ dataDir });
	await first.stop();
	await fillServer(dataDir, owner.userId, counts);
	const account = demoAccounts(dataDir).find((one) => one.account === owner.account);
	if (!account) throw new Error(`the demo has no ${owner.account}`);
	const server = await startServer({ dataDir, port: first.port });
	try {
		const records = counts.assets + counts.orders + counts.articles;
		console.log(`Filling a device with ${records} records by its own first pull …`);
		const seeded = await seedDevice(profileDir, server.url, account, owner.userId);
		if (seeded.records < records) throw new Error(`only ${seeded.records} records arrived`);
		return { seeded, url: server.url };
	} finally {
		await server.stop();
	}
}
