import type { Page } from '@playwright/test';
import { FieldOrderPage } from './field-order.ts';
import { SheetPage } from './sheet.ts';
import { SigningPage } from './signing.ts';

/** From the machine to the paper: what was done, the customer's signature, completed. */
export async function handIn(
	phone: Page,
	work: { cause: string; solution: string },
): Promise<void> {
	const order = new FieldOrderPage(phone);
	await order.saveWork(work);
	await order.step('请客户签名').click();
	const signing = new SigningPage(phone);
	await signing.name.fill('赵主任');
	await signing.stroke([0.1, 0.5], [0.25, 0.2], [0.3, 0.7], [0.6, 0.3]);
	await signing.confirm.click();
	await order.step('完成工单').click();
	await new SheetPage(phone).number();
}
