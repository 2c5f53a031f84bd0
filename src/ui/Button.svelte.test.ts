import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Button from './Button.svelte';

const children = createRawSnippet(() => ({ render: () => '<span>完成工单</span>' }));
let mounted: ReturnType<typeof mount> | undefined;

function show(props: Omit<Parameters<typeof Button>[1], 'children'>): HTMLButtonElement {
	mounted = mount(Button, { target: document.body, props: { children, ...props } });
	flushSync();
	const button = document.querySelector('button');
	if (!button) throw new Error('no button');
	return button;
}

afterEach(async () => {
	if (mounted) await unmount(mounted);
	document.body.replaceChildren();
});

describe('Button', () => {
	it('is pressed', () => {
		const onclick = vi.fn();
		show({ onclick }).click();
		expect(onclick).toHaveBeenCalledOnce();
	});

	it('with a reason stays focusable, shows it, says it and does nothing', () => {
		const onclick = vi.fn();
		const button = show({ onclick, disabledReason: '还差签名' });
		button.click();
		expect(onclick).not.toHaveBeenCalled();
		expect(button.disabled).toBe(false);
		expect(button.getAttribute('aria-disabled')).toBe('true');
		const why = document.getElementById(button.getAttribute('aria-describedby') ?? '');
		expect(why?.textContent).toBe('还差签名');
		expect(document.querySelector('[aria-live]')?.textContent).toContain('还差签名');
	});

	it('does not send its form while the reason stands', () => {
		const button = show({ type: 'submit', disabledReason: '还差签名' });
		const click = new MouseEvent('click', { bubbles: true, cancelable: true });
		button.dispatchEvent(click);
		expect(click.defaultPrevented).toBe(true);
	});

	it('at work answers no press and says that it works', () => {
		const onclick = vi.fn();
		const button = show({ onclick, busy: 0.4 });
		button.click();
		expect(onclick).not.toHaveBeenCalled();
		expect(button.getAttribute('aria-busy')).toBe('true');
	});

	it('as a link with a reason is no link', () => {
		show({ href: '/x', disabledReason: '要连上服务器才行' });
		expect(document.querySelector('a')).toBeNull();
	});
});
