import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Combobox from './Combobox.svelte';
import type { ComboOption } from './combo-option.ts';

const assets: ComboOption[] = ['000861', '000862', '000866'].map((id) => ({
	id,
	label: `ZC-2025-${id}`,
}));
let mounted: ReturnType<typeof mount> | undefined;

function show(props: Partial<Parameters<typeof Combobox>[1]> = {}) {
	const onpick = vi.fn();
	const search = vi.fn(async (q: string) => assets.filter(({ label }) => label.includes(q)));
	mounted = mount(Combobox, {
		target: document.body,
		props: { label: '资产', value: null, search, onpick, ...props },
	});
	flushSync();
	const input = document.querySelector('input');
	if (!input) throw new Error('no input');
	return { input, onpick, search };
}

async function type(input: HTMLInputElement, text: string) {
	input.value = text;
	input.dispatchEvent(new Event('input', { bubbles: true }));
	await tick();
	await tick();
	flushSync();
}

function press(input: HTMLInputElement, key: string) {
	input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
	flushSync();
}

function activeWords(input: HTMLInputElement): string | undefined {
	const id = input.getAttribute('aria-activedescendant');
	return id ? document.getElementById(id)?.textContent.trim() : undefined;
}

afterEach(async () => {
	if (mounted) await unmount(mounted);
	document.body.replaceChildren();
});

describe('Combobox', () => {
	it('searches what was typed and picks with arrows and Enter', async () => {
		const { input, onpick, search } = show();
		await type(input, '86');
		expect(search).toHaveBeenLastCalledWith('86');
		expect(input.getAttribute('aria-expanded')).toBe('true');
		expect(activeWords(input)).toBe('ZC-2025-000861');
		press(input, 'ArrowDown');
		expect(activeWords(input)).toBe('ZC-2025-000862');
		press(input, 'Enter');
		expect(onpick).toHaveBeenLastCalledWith(assets[1]);
		expect(input.value).toBe('ZC-2025-000862');
		expect(input.getAttribute('aria-expanded')).toBe('false');
	});

	it('comes round past either end', async () => {
		const { input } = show();
		await type(input, '86');
		press(input, 'ArrowUp');
		expect(activeWords(input)).toBe('ZC-2025-000866');
		press(input, 'ArrowDown');
		expect(activeWords(input)).toBe('ZC-2025-000861');
	});

	it('closes on Escape and keeps the words', async () => {
		const { input, onpick } = show();
		await type(input, '86');
		press(input, 'Escape');
		expect(input.getAttribute('aria-expanded')).toBe('false');
		expect(input.value).toBe('86');
		expect(onpick).not.toHaveBeenCalled();
	});

	it('takes the choice back when the words change', async () => {
		const { input, onpick } = show({ value: assets[0] ?? null });
		expect(input.value).toBe('ZC-2025-000861');
		await type(input, 'ZC-2025-0008');
		expect(onpick).toHaveBeenLastCalledWith(null);
	});

	it('shows the answer to the last question, however late an earlier one comes', async () => {
		let answerFirst: (found: ComboOption[]) => void = () => undefined;
		const search = (q: string) =>
			q === '8' ? new Promise<ComboOption[]>((done) => (answerFirst = done)) : Promise.resolve([]);
		const { input } = show({ search });
		await type(input, '8');
		await type(input, '8x');
		answerFirst(assets);
		await tick();
		flushSync();
		expect(document.querySelectorAll('[role=option]')).toHaveLength(0);
	});

	it('offers to make what was not found', async () => {
		const oncreate = vi.fn();
		const { input } = show({ create: { label: (q) => `新增 ${q}`, oncreate } });
		await type(input, 'zz');
		press(input, 'ArrowDown');
		press(input, 'Enter');
		expect(oncreate).toHaveBeenCalledWith('zz');
	});

	it('takes what was typed as the new thing when the field is left', async () => {
		const oncreate = vi.fn();
		const { input } = show({ create: { label: (q) => `记下 ${q}`, oncreate } });
		await type(input, '挂号处值班员');
		input.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
		expect(oncreate).toHaveBeenCalledExactlyOnceWith('挂号处值班员');
	});

	it('leaves Enter to the input method while it composes', async () => {
		const { input, onpick } = show();
		await type(input, '86');
		input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }));
		expect(onpick).not.toHaveBeenCalled();
	});
});
