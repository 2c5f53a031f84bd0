import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PlainError } from './plain-error.ts';

export interface Options {
	port: number;
	dataDir: string;
	/** Makes the demo organisation in an empty database. */
	demo: boolean;
	/** HTTPS for the local network. */
	lan: boolean;
	host: string | undefined;
}

const portMax = 65_535;

/** Reads the words after `npm start --`. Throws a PlainError for what it does not know. */
export function readOptions(args: readonly string[]): Options {
	const values = readArgs(args);
	const port = Number(values.port);
	if (!/^\d+$/.test(values.port) || port > portMax)
		throw new PlainError(
			`--port takes a number from 0 to ${portMax}, not "${values.port}".`,
			`--port 须为 0 到 ${portMax} 之间的数字,而不是"${values.port}"。`,
		);
	const { data, demo, lan, host } = values;
	return { port, dataDir: resolve(data), demo, lan, host };
}

function readArgs(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			allowNegative: true,
			options: {
				port: { type: 'string', default: '8787' },
				data: { type: 'string', default: './data' },
				demo: { type: 'boolean', default: true },
				lan: { type: 'boolean', default: false },
				host: { type: 'string' },
			},
		}).values;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new PlainError(
			`${reason}. Known options: --port N --data DIR --no-demo --lan --host ADDRESS.`,
			'可用选项:--port N --data DIR --no-demo --lan --host 地址。',
		);
	}
}
