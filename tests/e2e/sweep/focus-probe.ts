import type { Page } from '@playwright/test';

/** So many steps of Tab from the top of a page. */
const stepCount = 12;

/** Walks with Tab and answers every stop where nobody could see that he is there. */
export async function focusFaults(page: Page): Promise<string[]> {
	const faults: string[] = [];
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	for (let step = 0; step < stepCount; step += 1) {
		await page.keyboard.press('Tab');
		const fault = await page.evaluate(unseenFocus);
		if (fault !== '') faults.push(`focus not seen on ${fault}`);
	}
	return [...new Set(faults)];
}

/** Runs in the page: a ring on the focused element, its label or the frame it stands in. */
function unseenFocus(): string {
	const node = document.activeElement;
	if (!node || node === document.body) return '';
	const box = node.getBoundingClientRect();
	const isHere = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
	for (
		let at: Element | null = node, depth = 0;
		at && depth < 4;
		at = at.parentElement, depth += 1
	) {
		const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
		const ring = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
		if (isHere && (ring || (depth > 0 && boxShadow !== 'none'))) return '';
		if (isHere && depth === 0 && boxShadow !== 'none') return '';
	}
	const words = (node.getAttribute('aria-label') ?? node.textContent ?? '').trim().slice(0, 32);
	return `<${node.localName}> "${words}"`;
}
