import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** A test that never ends is a fault; one that is slow on a busy machine is not. */
const testMsMax = 60_000;

// Without Kit and paraglide: their plug-ins keep the runner from closing.
export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'node',
					environment: 'node',
					testTimeout: testMsMax,
					hookTimeout: testMsMax,
					setupFiles: ['tests/unit/fast-check-seed.ts'],
					include: [
						'src/**/*.test.ts',
						'sync-server/**/*.test.ts',
						'tests/{contract,unit,sim}/**/*.test.ts',
					],
					exclude: ['**/*.svelte.test.ts', '**/node_modules/**'],
				},
			},
			{
				plugins: [svelte()],
				resolve: { conditions: ['browser'] },
				test: {
					name: 'runes',
					environment: 'happy-dom',
					testTimeout: testMsMax,
					include: ['src/**/*.svelte.test.ts'],
				},
			},
		],
	},
});
