import type { Browser, LaunchOptions, Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord, type AnyRecord } from '#domain/record-schemas.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { ApiDevice } from '../../fixtures/api-device.ts';
import { makeCameraVideo } from '../../fixtures/camera/make-camera-video.ts';
import { Organisation } from '../../fixtures/organisation.ts';
import { artefact, type Paper } from '../../fixtures/paper.ts';
import { actionMsMax, Phone } from '../../fixtures/phone.ts';
import { SavedLedger } from '../../fixtures/saved-ledger.ts';
import { deskSize } from '../pages/open-device.ts';
import { articles } from './story.ts';

/** Who and what takes part in the visit, and what the steps hand on to each other. */
export class Scene {
	readonly organisation: Organisation;
	/** What the screens had called saved. */
	readonly ledger = new SavedLedger();
	readonly desk: Page;
	/** The desk's session without a screen: what the server really has. */
	readonly api: ApiDevice;
	phone: Phone;
	orderId = '';
	engineerId = '';
	assetId = '';
	walkUpId = '';
	walkUpNumber = '';
	/** As the phone made it. */
	paper: Paper | undefined;
	readonly #folder: string;
	readonly #launch: LaunchOptions;

	private constructor(
		organisation: Organisation,
		desk: Page,
		api: ApiDevice,
		phone: Phone,
		folder: string,
		launch: LaunchOptions,
	) {
		this.organisation = organisation;
		this.desk = desk;
		this.api = api;
		this.phone = phone;
		this.#folder = folder;
		this.#launch = launch;
	}

	static async open(browser: Browser, launch: LaunchOptions): Promise<Scene> {
		mkdirSync(artefact('visit'), { recursive: true });
		const organisation = await Organisation.open();
		const folder = mkdtempSync(join(tmpdir(), 'outpost-phone-'));
		makeCameraVideo(organisation.asset.tag, 'code128', join(folder, 'label.y4m'));
		const admin = await organisation.device('admin');
		for (const { id, set } of Object.values(articles))
			await admin.must('article.import@1', id, { set });
		const context = await browser.newContext({ viewport: deskSize, acceptDownloads: true });
		context.setDefaultTimeout(actionMsMax);
		const api = await organisation.device('dispatcher');
		const phone = await openPhone(folder, launch, false);
		return new Scene(organisation, await context.newPage(), api, phone, folder, launch);
	}

	/** Takes the phone up again, without signal, on what its browser had kept. */
	async reopenPhone(): Promise<void> {
		this.phone = await openPhone(this.#folder, this.#launch, true);
	}

	/** The order as the server has it now. */
	async order(id = this.orderId): Promise<WorkOrder> {
		const [body] = await this.api.lookUp({ kind: 'workOrder', id });
		return parseRecord('workOrder', body);
	}

	/** Every record the test's ledger may speak of. */
	async serverRecords(): Promise<AnyRecord[]> {
		const orders = [await this.order(), await this.order(this.walkUpId)];
		const [asset] = await this.api.lookUp({ kind: 'asset', id: this.assetId });
		return [...orders, parseRecord('asset', asset)];
	}

	async close(): Promise<void> {
		await this.phone.close();
		await this.desk.context().close();
		await this.organisation.close();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

function openPhone(folder: string, launch: LaunchOptions, offline: boolean): Promise<Phone> {
	const film = join(folder, 'label.y4m');
	return Phone.open({ profile: join(folder, 'profile'), film, launch, offline });
}
