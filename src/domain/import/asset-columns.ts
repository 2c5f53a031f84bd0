/**
 * The columns an asset register has on paper: what our own files call them, in both languages, and what
 * else they go by. Import and export read the same table, so that a file of ours comes back as it went.
 */
import type { AssetState, SealState } from '../asset/asset.ts';
import type { RelationType } from '../asset/relations.ts';
import type { CustomField } from '../asset/categories.ts';
import { customField, customKeyOf } from '../asset/custom-values.ts';

/** Chinese and English as we write them, then the names other programs give. */
type Titles = readonly [zh: string, en: string, ...others: string[]];

const assetColumns = {
	id: ['记录号', 'Record ID'],
	tag: [
		...(['资产编号', 'Asset tag'] as const),
		...['Tag', 'Inventory number', '资产编码', '资产条码', '条码', '编号', "Numéro d'inventaire"],
	],
	aliases: ['其他编号', 'Other numbers'],
	name: ['名称', 'Name', 'Asset Name', 'Item Name', '资产名称', '设备名称', 'Nom'],
	category: ['类别', 'Category', '分类', '资产类别', 'Type'],
	manufacturer: ['厂商', 'Manufacturer', '制造商', '品牌', 'Fabricant'],
	model: ['型号', 'Model', 'Model Name', 'Modèle'],
	modelNumber: ['型号编号', 'Model number', 'Model No', '规格型号'],
	modelNotes: ['型号备注', 'Model notes'],
	serial: [
		...(['序列号', 'Serial number'] as const),
		...['Serial', 'Serial No', 'S/N', 'SN', '出厂编号', 'Numéro de série'],
	],
	systemSerial: ['系统序列号', 'System serial'],
	state: ['状态', 'State', 'Asset Status', 'Status', '资产状态', 'Statut'],
	customer: ['客户', 'Customer', 'Company', 'Entity', '公司', '单位', 'Entité'],
	site: ['地点', 'Site', 'Location', 'Default Location', '位置', '存放地点', 'Lieu'],
	userSite: ['领用地点', 'Checkout location', 'Checked Out To: Location'],
	room: ['房间', 'Room'],
	locationCode: ['位置编码', 'Location code'],
	department: ['部门', 'Department'],
	user: [
		...(['使用人', 'User'] as const),
		...['Checked Out To: Full Name', 'Full Name', '姓名', 'Alternate username', 'Usager'],
	],
	userName: ['用户名', 'Username', 'Checked Out To: Username'],
	lastName: ['姓', 'Last name', 'Checked Out To: Last Name'],
	firstName: ['名', 'First name', 'Checked Out To: First Name'],
	email: ['邮箱', 'Email', '电子邮件', 'Checked Out To: Email'],
	responsible: ['责任人', 'Responsible person', '保管人'],
	sharers: ['共用人', 'Also used by'],
	checkoutType: ['领用类型', 'Checkout type'],
	contractNumber: ['合同编号', 'Contract number', 'Order Number', '订单号', '合同号'],
	contractUntil: ['维保合同至', 'Contract until'],
	purchasedOn: ['采购日期', 'Purchase date', 'Purchased', '购买日期', '购置日期'],
	cost: ['价格', 'Cost', 'Purchase Cost', '采购价格', '金额', '原值'],
	supplier: ['供应商', 'Supplier'],
	supplierContact: ['供应商联系人', 'Supplier contact'],
	supplierPhone: ['供应商电话', 'Supplier phone'],
	warrantyMonths: ['保修期月', 'Warranty months', 'Warranty'],
	warrantyUntil: ['保修到期', 'Warranty until', 'Warranty Expires', '保修截止'],
	endOfLifeOn: ['报废日期', 'End of life', 'Asset EOL Date', 'EOL Date'],
	ip: ['IP', 'IP address', 'IP地址'],
	mac: ['MAC', 'MAC address', 'MAC地址'],
	hostName: ['主机名', 'Host name', 'Hostname'],
	operatingSystem: ['操作系统', 'Operating system', 'OS', 'Operating System - Name'],
	sealState: ['封条状态', 'Seal'],
	sealNumber: ['封条号', 'Seal number'],
	notes: ['备注', 'Notes', 'Asset Notes', 'Comments'],
	accessories: ['配件清单', 'Accessory list'],
	relations: ['依赖设备', 'Depends on'],
} as const satisfies Record<string, Titles>;
export type AssetColumn = keyof typeof assetColumns;
export const assetColumnNames = Object.keys(assetColumns) as AssetColumn[];

/** A column of every asset, or `custom:KEY` of one the organisation added. */
export type ColumnTarget = string;

const nameNoise = /[\s_.:/()()::*-]+/gu;

/** Titles are one however they are spaced and cased. */
export function plainTitle(title: string): string {
	return title.normalize('NFKC').toLowerCase().replace(nameNoise, '');
}

export type SheetLocale = 'zh-CN' | 'en';

/** What a column is called in our files and in the assignment. */
export function columnTitle(
	target: ColumnTarget,
	fields: readonly CustomField[],
	locale: SheetLocale,
): string {
	const key = customKeyOf(target);
	if (key === undefined) return assetColumns[target as AssetColumn][locale === 'en' ? 1 : 0];
	const own = fields.filter((field) => field.key === key).at(0);
	const name = (locale === 'en' && own?.nameEn) || own?.name || key;
	return isTaken(name, key, fields) ? `${name} [${key}]` : name;
}

/** A name of the organisation's that is a column's of ours, or another field's too. */
function isTaken(name: string, key: string, fields: readonly CustomField[]): boolean {
	const plain = plainTitle(name);
	return (
		assetColumnNames.some((one) => titlesOf(one).includes(plain)) ||
		fields.some((field) => field.key !== key && namesOf(field).includes(plain))
	);
}

/** Which column a title of a file means; undefined for none we know. */
export function targetOf(title: string, fields: readonly CustomField[]): ColumnTarget | undefined {
	const plain = plainTitle(title);
	if (plain === '') return undefined;
	const known = assetColumnNames.find((one) => titlesOf(one).includes(plain));
	if (known) return known;
	const own = fields.find(
		(field) => namesOf(field).includes(plain) || plain.endsWith(`[${plainTitle(field.key)}]`),
	);
	return own && customField(own.key);
}

const plainTitles = new Map<AssetColumn, string[]>();

function titlesOf(column: AssetColumn): string[] {
	const known = plainTitles.get(column) ?? assetColumns[column].map(plainTitle);
	plainTitles.set(column, known);
	return known;
}

function namesOf({ key, name, nameEn }: CustomField): string[] {
	return [key, name, nameEn ?? ''].filter(Boolean).map(plainTitle);
}

/** As we write a state, Chinese and English first, and as others do. */
export const stateTitles: Record<AssetState, Titles> = {
	ordered: ['采购', 'Ordered', 'Pending', '在途'],
	in_stock: ['入库', 'In stock', 'Ready to Deploy', 'Deployable', '在库', '库存', '闲置'],
	in_use: ['在用', 'In use', 'Deployed', '领用', '使用中', '使用'],
	on_loan: ['借调', 'On loan', '借出'],
	in_repair: ['维修', 'In repair', 'Out for Repair', '维修中', '送修'],
	lost: ['盘亏', 'Lost', 'Lost/Stolen', '丢失'],
	retired: ['报废', 'Retired', 'Archived', '已报废'],
};

export const sealTitles: Record<SealState, Titles> = {
	intact: ['完好', 'Intact'],
	broken: ['破损', 'Broken'],
	missing: ['缺失', 'Missing'],
	removed_by_us: ['我方拆封', 'Removed by us'],
	none: ['无', 'None'],
};

/** How it depends on another. */
export const relationTitles: Record<RelationType, Titles> = {
	runs_on: ['运行于', 'Runs on'],
	connected_to: ['连接到', 'Connected to'],
	part_of: ['属于', 'Part of'],
	uses: ['使用', 'Uses'],
};

/** The state a word means; undefined for one nobody knows. */
export function meantBy<K extends string>(
	words: Readonly<Record<K, readonly string[]>>,
	text: string,
): K | undefined {
	const plain = plainTitle(text);
	return (Object.keys(words) as K[]).find(
		(key) => plainTitle(key) === plain || words[key].some((word) => plainTitle(word) === plain),
	);
}
