import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Without Kit and paraglide: their plug-ins keep the runner from closing.
export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'node',
					environment: 'node',
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
					include: ['src/**/*.svelte.test.ts'],
				},
			},
		],
	},
});
