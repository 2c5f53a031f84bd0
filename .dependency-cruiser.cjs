/**
 * THE table of allowed imports: one stair, each room sees only those below it. A new edge is a
 * commit of its own with its reason. `may` names rooms; a room may always import itself.
 */
const rooms = {
	domain: '^src/domain/',
	store: '^src/store/',
	sync: '^src/sync/',
	'sync/status': '^src/sync/status[./-]',
	'sync/online': '^src/sync/(online|sync-context)\\.ts$',
	i18n: '^src/i18n/',
	ui: '^src/ui/',
	features: '^src/features/',
	app: '^src/app/',
	routes: '^src/routes/',
	'service-worker': '^src/service-worker/',
	'sync-server': '^sync-server/',
	tests: '^tests/',
};

const table = [
	{ from: 'domain', may: [], why: 'The rules are pure: no clock, no chance, no I/O.' },
	{ from: 'store', may: ['domain'], why: 'The store keeps what the rules decide.' },
	{ from: 'sync', may: ['domain', 'store'], why: 'Sync is a second writer of the same store.' },
	{ from: 'i18n', may: ['domain'], why: 'One table of words for the keys of the domain.' },
	{ from: 'ui', may: ['i18n'], why: 'Components know no work order.' },
	{
		from: 'features',
		may: ['domain', 'store', 'sync/status', 'sync/online', 'ui', 'i18n'],
		why: 'A feature reads live queries and issues commands; of sync it knows the status and the online port.',
	},
	{
		from: 'app',
		may: ['domain', 'store', 'sync', 'i18n', 'ui', 'features'],
		why: 'The composition root puts everything together, for the pages to use.',
	},
	{
		from: 'routes',
		may: ['app', 'features', 'ui', 'i18n', 'domain'],
		why: 'Pages are thin.',
	},
	{ from: 'service-worker', may: [], why: 'It serves the shell and knows nothing of its content.' },
	{ from: 'sync-server', may: ['domain'], why: 'The server runs the same rules, and no screen.' },
	{ from: 'tests', may: Object.keys(rooms), why: 'Tests look everywhere.' },
];

/** Packages and Node modules that have one home. */
const homes = [
	{ name: 'dexie', package: '^dexie$|node_modules/dexie/', home: '^src/store/' },
	{ name: 'node-sqlite', package: '^(node:)?sqlite$', home: '^sync-server/store/' },
	{ name: 'nano', package: '^nano$|node_modules/nano/', home: '^sync-server/store/' },
];

// Tests stand beside their source and keep to its room; they alone may use runners and twins.
const testFile = '\\.test\\.ts$';
// Scripts and plug-ins of the build: `X.mjs` or a folder `build/` in a room.
const buildTime = '^src/(.*/build/|.*\\.mjs$)';
const ourCode = '^(src|sync-server|tests)/';

/** What the bundler or Kit resolves, and no file of ours. */
const simulated = '^tests/sim/(?:world|oracle)/';
const madeByBundler = '\\?(url|raw|worker)$|^\\$app/|^\\$env/|^\\$service-worker$|^virtual:';

const forbidden = [
	...table.map(roomRule),
	...homes.map(homeRule),
	{
		name: 'no-other-feature',
		comment: 'A feature never imports another; what two need goes down a stair.',
		severity: 'error',
		from: { path: '^src/features/([^/]+)/' },
		to: { path: '^src/features/', pathNot: '^src/features/$1/' },
	},
	{
		name: 'known-rooms-only',
		comment: 'A new folder needs its row in the table first.',
		severity: 'error',
		from: { path: '^src/[^/]+/', pathNot: Object.values(rooms) },
		to: {},
	},
	{
		name: 'domain-packages',
		comment: 'Of all packages the rules use valibot only.',
		severity: 'error',
		from: { path: rooms.domain, pathNot: testFile },
		to: { pathNot: [ourCode, 'node_modules/valibot/'], couldNotResolve: false },
	},
	{
		name: 'no-node-in-the-app',
		comment: 'The app runs in a browser; only what runs at build time may use Node.',
		severity: 'error',
		from: { path: '^src/', pathNot: [testFile, buildTime] },
		to: { dependencyTypes: ['core'] },
	},
	{
		name: 'no-build-code-in-the-app',
		comment: 'What runs at build time is not part of the app.',
		severity: 'error',
		from: { path: '^src/', pathNot: [testFile, buildTime] },
		to: { path: buildTime },
	},
	{
		name: 'bootstrap-needs-nothing',
		comment: 'It runs before any package is installed.',
		severity: 'error',
		from: { path: '^sync-server/bootstrap/' },
		to: { pathNot: '^sync-server/bootstrap/', dependencyTypesNot: ['core'] },
	},
	{
		name: 'no-circle',
		comment: 'Two files that need each other are one, or lack a third below them.',
		severity: 'error',
		from: { pathNot: ['/generated/', simulated] },
		to: { circular: true },
	},
	{
		name: 'no-circle-in-the-simulator',
		comment: 'Its world, devices and oracle name each other as types; what runs goes one way.',
		severity: 'error',
		from: { path: simulated },
		to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
	},
	{
		name: 'resolvable',
		comment: 'It points nowhere: a wrong path, or a package that is not in package.json.',
		severity: 'error',
		from: {},
		to: { couldNotResolve: true, pathNot: madeByBundler },
	},
	{
		name: 'declared',
		comment: 'A package used must be named in package.json.',
		severity: 'error',
		from: {},
		to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
	},
];

function roomRule({ from, may, why }) {
	return {
		name: `${from}-may`,
		comment: `${why} May import: ${[from, ...may].join(', ')}.`,
		severity: 'error',
		from: { path: rooms[from] },
		to: { path: ourCode, pathNot: [from, ...may].map((room) => rooms[room]) },
	};
}

function homeRule({ name, package: path, home }) {
	return {
		name: `${name}-has-one-home`,
		comment: `Only ${home} names ${name}.`,
		severity: 'error',
		from: { path: ourCode, pathNot: [home, '^tests/(bench|chaos|unit)/'] },
		to: { path },
	};
}

module.exports = {
	forbidden,
	options: {
		doNotFollow: { path: ['node_modules', '/generated/'] },
		exclude: {
			path: [
				'/node_modules/.*/node_modules/',
				'^tests/artefacts/',
				'^tests/bench/peers/',
				'\\$types',
			],
		},
		// Types are edges like any other.
		tsPreCompilationDeps: true,
		combinedDependencies: false,
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'import', 'browser', 'types', 'node', 'default'],
			extensions: ['.ts', '.svelte', '.js', '.mjs', '.cjs', '.json'],
		},
	},
};
