import { resolve } from 'node:path';
import { takeBackup } from './backup/take-backup.ts';
import { systemClock } from './clock.ts';
import { needsDataFolder, readFlags, runToEnd, showProgress, wrongUsage } from './command-line.ts';

const usage = 'npm run backup -- --to FOLDER [--data DIR]';

/** Takes a backup; the server may be running. */
runToEnd(async (args) => {
	needsDataFolder();
	const options = { data: { type: 'string', default: './data' }, to: { type: 'string' } } as const;
	const { data, to } = readFlags(args, options, usage);
	if (!to) throw wrongUsage(usage);
	const { folder, manifest } = await takeBackup(
		resolve(data),
		resolve(to),
		systemClock(),
		showProgress,
	);
	const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
	console.log(`${folder}: ${manifest.files.length} files, ${Math.ceil(bytes / 1e6)} MB`);
	const missing = manifest.missing.length;
	if (missing > 0)
		console.log(
			`${missing} files that records name are not on the server; see "missing" in manifest.json.\n` +
				`记录提到的 ${missing} 个文件不在服务器上,见 manifest.json 中的 "missing"。`,
		);
	return true;
});
