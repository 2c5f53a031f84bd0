import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import { existsSync, readdirSync } from 'node:fs';
import ts from 'typescript-eslint';
import importTable from './.dependency-cruiser.cjs';
import svelteConfig from './svelte.config.js';

/** Code that gets time, chance and the network as arguments, or the simulator could not replay it. */
const pureCode = ['src/domain/**/*.ts', 'src/sync/engine/**/*.ts', 'src/sync/engine.ts'];
const asArgument = 'comes in as an argument here';

const impureGlobals = [
	'fetch',
	'setTimeout',
	'setInterval',
	'setImmediate',
	'queueMicrotask',
	'requestAnimationFrame',
	'crypto',
	'performance',
	'globalThis',
	'window',
	'self',
	'document',
	'navigator',
	'location',
	'localStorage',
	'sessionStorage',
	'indexedDB',
	'process',
	'console',
].map((name) => ({ name, message: `It ${asArgument}.` }));

const impureSyntax = [
	["NewExpression[callee.name='Date'][arguments.length=0]", `The time ${asArgument}.`],
	["CallExpression[callee.name='Date']", `The time ${asArgument}.`],
	['ImportExpression', 'Rules are there from the start.'],
].map(([selector, message]) => ({ selector, message }));

const neverInTheApp = [
	{ regex: '^#server/', message: 'The server is not part of the app.' },
	{ regex: '^\\$lib', message: 'Use the #-imports of package.json.' },
	{ regex: '^svelte/store$', message: 'Use runes.' },
];

/**
 * The import table once more for .svelte files: the cruiser sees them compiled, when their imports
 * of types are gone. Derived from its rules `<room>-may`, so that the table stays the only one.
 */
const svelteImports = ['ui', 'features', 'app', 'routes'].map((room) => ({
	files: [`src/${room}/**/*.svelte`],
	rules: onlyImports(
		allowedOf(room),
		'The import table (.dependency-cruiser.cjs) has no such edge.',
	),
}));

const featureImports = existsSync('src/features')
	? readdirSync('src/features').map((name) => ({
			files: [`src/features/${name}/**/*.svelte`],
			rules: onlyImports(
				allowedOf('features').replace('features/', `features/${name}/`),
				'A feature never imports another.',
			),
		}))
	: [];

/** What may follow the `#` in a room, as a regular expression: `ui/|i18n/`. */
function allowedOf(room) {
	const { to } = importTable.forbidden.find(({ name }) => name === `${room}-may`);
	return to.pathNot.map((path) => path.replace('^src/', '')).join('|');
}

/** The rule that refuses every #-import but those that go on as `allowed` says. */
function onlyImports(allowed, message) {
	const patterns = [...neverInTheApp, { regex: `^#(?!${allowed})`, message }];
	return { 'no-restricted-imports': ['error', { patterns }] };
}

export default defineConfig(
	globalIgnores([
		'build/',
		'data/',
		'.svelte-kit/',
		'**/node_modules/',
		'**/generated/',
		'tests/artefacts/',
	]),
	js.configs.recommended,
	ts.configs.recommendedTypeChecked,
	svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: {
				projectService: { allowDefaultProject: ['vitest.config.ts'] },
				extraFileExtensions: ['.svelte'],
			},
		},
		linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
		rules: {
			// TypeScript knows its names better.
			'no-undef': 'off',
			// An ideographic space separates facts on screens and papers.
			'no-irregular-whitespace': 'off',
			// Maps and sets here are made anew, not changed in place; only `$state` is reactive.
			'svelte/prefer-svelte-reactivity': 'off',
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'no-eval': 'error',
			'no-implied-eval': 'off',
			'prefer-const': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			// Ports are promises by contract; a twin in memory has nothing to wait for.
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { parser: ts.parser, svelteConfig },
		},
	},
	{
		// Runes are declared with let where the template binds to them.
		files: ['**/*.svelte'],
		rules: {
			'no-useless-assignment': 'off',
			'prefer-const': 'off',
			'svelte/prefer-const': 'error',
		},
	},
	{
		// A component takes addresses as they come; whoever names a route resolves it.
		files: ['src/ui/**'],
		rules: { 'svelte/no-navigation-without-resolve': 'off' },
	},
	{
		files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
		extends: [ts.configs.disableTypeChecked],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
	{
		files: pureCode,
		ignores: ['**/*.test.ts'],
		rules: {
			'no-restricted-globals': ['error', ...impureGlobals],
			'no-restricted-properties': [
				'error',
				{ object: 'Date', property: 'now', message: `The time ${asArgument}.` },
				{ object: 'Math', property: 'random', message: `Chance ${asArgument}.` },
			],
			'no-restricted-syntax': ['error', ...impureSyntax],
		},
	},
	{
		files: ['src/**'],
		rules: { 'no-restricted-imports': ['error', { patterns: neverInTheApp }] },
	},
	...svelteImports,
	...featureImports,
	{
		files: ['src/{features,ui,routes}/**/*.svelte'],
		rules: {
			'no-restricted-globals': [
				'error',
				{ name: 'fetch', message: 'A screen reads live queries and issues commands.' },
				{ name: 'XMLHttpRequest', message: 'A screen reads live queries and issues commands.' },
			],
		},
	},
);
