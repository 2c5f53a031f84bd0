import type { Page } from '@playwright/test';
import { FieldOrderPage } from './field-order.ts';
import { SheetPage } from './sheet.ts';
import { SigningPage } from './signing.ts';

/**
 * From the machine to the paper: what was done, the customer's signature, completed. Who signs is
 * `signer`, or who asked for the visit where it is left out.
 */
export async function handIn(
	phone: Page,
	{ signer, ...work }: { cause: string; solution: string; signer?: string },
): Promise<void> {
	const order = new FieldOrderPage(phone);
	await order.saveWork(work);
	await order.step('请客户签名').click();
	const signing = new SigningPage(phone);
	if (signer !== undefined) await signing.name.fill(signer);
	await signing.stroke([0.1, 0.5], [0.25, 0.2], [0.3, 0.7], [0.6, 0.3]);
	await signing.confirm.click();
	await order.step('完成工单').click();
	await new SheetPage(phone).number();
}
