/** sync-server as it is, serving another folder than the built app: `--port N --data DIR --pages DIR`. */
import { parseArgs } from 'node:util';
import { systemClock } from '#server/clock.ts';
import { buildApp } from '#server/http/app.ts';
import { serverParts } from '#server/server-parts.ts';
import { openSqliteStore } from '#server/store/open-sqlite.ts';

const { values } = parseArgs({
	options: { port: { type: 'string' }, data: { type: 'string' }, pages: { type: 'string' } },
});
const { port = '0', data: dataDir = '', pages: buildDir = '' } = values;
const store = openSqliteStore(dataDir);
const fault = (error: unknown) => console.error(error);
const parts = await serverParts({ store, clock: systemClock, fault });
const app = await buildApp({ parts, dataDir, buildDir });
await app.listen({ port: Number(port), host: '127.0.0.1' });
process.once('SIGTERM', () => {
	void app
		.close()
		.then(() => store.close())
		.then(() => process.exit(0));
});
