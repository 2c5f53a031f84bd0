import { expect, type Browser, type Page } from '@playwright/test';
import type { DemoServer } from '../../fixtures/demo-server.ts';
import { FieldOrderPage } from './field-order.ts';
import { deskSize, openDevice } from './open-device.ts';

/** The engineer's phone in step with the server, then without signal. */
export async function offlineDevice(browser: Browser, server: DemoServer): Promise<Page> {
	const page = await openDevice(browser, server.url, server.account('engineer'));
	await page.context().setOffline(true);
	return page;
}

/** The same, on one of his orders: what it shows was on the phone. */
export async function offlinePhone(
	browser: Browser,
	server: DemoServer,
	orderId: string,
): Promise<Page> {
	const page = await offlineDevice(browser, server);
	await page.goto(`${server.url}/work-orders/${orderId}`);
	await expect(new FieldOrderPage(page).dock).toBeVisible();
	return page;
}

/** The desk's browser on that order. */
export async function deskAt(browser: Browser, server: DemoServer, orderId: string): Promise<Page> {
	const page = await openDevice(browser, server.url, server.account('dispatcher'), deskSize);
	await page.goto(`${server.url}/work-orders/${orderId}`);
	return page;
}
