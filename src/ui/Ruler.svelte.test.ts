import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { clockMarkPassed, clockStateOf } from './clock-state.ts';
import Ruler from './Ruler.svelte';

let mounted: ReturnType<typeof mount> | undefined;

afterEach(async () => {
	if (mounted) await unmount(mounted);
	mounted = undefined;
	document.body.replaceChildren();
});

describe('Ruler', () => {
	it('speaks which clock, what is left and how it stands', () => {
		mounted = mount(Ruler, {
			target: document.body,
			props: { share: 0.82, state: 'soon', label: '解决时限', valueText: '剩 22 分' },
		});
		const meter = document.querySelector('[role=meter]');
		expect(meter?.getAttribute('aria-label')).toBe('解决时限');
		expect(meter?.getAttribute('aria-valuenow')).toBe('82');
		expect(meter?.getAttribute('aria-valuetext')).toContain('剩 22 分');
		expect(meter?.getAttribute('aria-valuetext')).not.toBe('剩 22 分');
	});

	it('is announced only when a mark is passed, not on arrival and not between marks', () => {
		const props = $state({
			share: 0.6,
			state: 'half' as const,
			label: '解决时限',
			announce: true,
		});
		mounted = mount(Ruler, { target: document.body, props });
		flushSync();
		const live = document.querySelector('[aria-live]');
		expect(live?.textContent).toBe('');
		props.share = 0.7;
		flushSync();
		expect(live?.textContent).toBe('');
		props.share = 0.81;
		flushSync();
		expect(live?.textContent).toContain('解决时限');
	});
});

describe('clock state', () => {
	it.each([
		[0, 'running'],
		[0.5, 'half'],
		[0.8, 'soon'],
		[1, 'late'],
		[3, 'late'],
	])('at share %s is %s', (share, state) => {
		expect(clockStateOf(share)).toBe(state);
	});

	it('met wins over stopped, stopped over late', () => {
		expect(clockStateOf(1.4, { met: true, paused: true })).toBe('met');
		expect(clockStateOf(1.4, { paused: true })).toBe('paused');
	});

	it('knows the mark passed', () => {
		expect([0.49, 0.5, 0.99, 1.2].map(clockMarkPassed)).toEqual([0, 0.5, 0.8, 1]);
	});
});
