/**
 * The one door to every command: `node sync-server/bootstrap/run.mjs <command> [options]`.
 * This file keeps to syntax that very old Nodes can read, so that they can answer with a sentence.
 */
const oldestHostMajor = 20;

const hostMajor = Number(process.versions.node.split('.')[0]);
if (hostMajor < oldestHostMajor) {
	console.error(
		'Outpost needs Node ' +
			oldestHostMajor +
			' or newer to begin with; this is Node ' +
			process.versions.node +
			'. Please install a newer Node and try again.',
	);
	process.exit(1);
}

import('./main.mjs')
	.then(function (main) {
		return main.main(process.argv.slice(2));
	})
	.then(
		function (exitCode) {
			process.exitCode = exitCode;
		},
		function (error) {
			// What went wrong is said in one sentence; anything else is a fault of ours and keeps its stack.
			console.error(error && error.plain ? error.message : error);
			process.exitCode = 1;
		},
	);
