import { resolve } from 'node:path';
import { putBack } from './backup/put-back.ts';
import { systemClock } from './clock.ts';
import { needsDataFolder, readFlags, runToEnd, showProgress, wrongUsage } from './command-line.ts';

const usage = 'npm run restore -- --from BACKUP [--data DIR] [--replace]';

/** Makes a data folder of a backup; the server must not be running on it. */
runToEnd(async (args) => {
	needsDataFolder();
	const options = {
		data: { type: 'string', default: './data' },
		from: { type: 'string' },
		replace: { type: 'boolean', default: false },
	} as const;
	const { data, from, replace } = readFlags(args, options, usage);
	if (!from) throw wrongUsage(usage);
	const dataDir = resolve(data);
	const { manifest, setAside } = await putBack(
		resolve(from),
		dataDir,
		{ replace, now: systemClock() },
		showProgress,
	);
	if (setAside) console.log(`Set aside / 原有数据已移至: ${setAside}`);
	console.log(
		`${dataDir} holds the backup of ${manifest.takenAt}. Start the server: devices hand in what came after.\n` +
			`${dataDir} 已恢复为 ${manifest.takenAt} 的备份。启动服务后,各设备会补交此后的记录。`,
	);
	return true;
});
