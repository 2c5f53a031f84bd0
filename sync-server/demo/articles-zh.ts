import type { DemoArticle } from './demo-article.ts';

export const articlesZh: readonly DemoArticle[] = [
	{
		id: 'kb-zh-beeps',
		title: '台式机开机三声短鸣、黑屏：先查内存',
		problemType: 'hardware',
		systemType: '台式机',
		faultType: '无法开机',
		symptom: '按电源键有三声短鸣，屏幕无显示，电源灯橙色闪烁。停电或搬动之后多见。',
		cause: '内存接触不良或单条内存损坏，主板自检在内存阶段停住。',
		solution: `1. 关机、拔电源线，按住电源键 10 秒放电，戴防静电腕带。
2. 核对封条编号并拍照，开箱后记录旧封条号。
3. 取下全部内存，用橡皮擦拭金手指，只插一条到第一插槽开机。
4. 能亮机就逐条、逐槽替换，找出坏条或坏槽；都不亮再换已知良好的内存。
5. 恢复后进系统跑一遍内存诊断，贴新封条并登记新旧编号。

**注意**：先问有没有未保存的数据；不同频率的内存不要混插。`,
		keywords: ['开机', '短鸣', '黑屏', '内存', '金手指'],
		audience: 'internal',
	},
	{
		id: 'kb-zh-jam',
		title: '激光打印机反复卡纸的排查顺序',
		problemType: 'hardware',
		systemType: '打印机',
		faultType: '卡纸',
		symptom: '同一位置反复卡纸，或双面打印时卡纸。',
		cause: '搓纸轮磨损、纸张受潮、双面单元有碎纸，或定影出口有异物。',
		solution: `1. 看卡在哪里：进纸口查搓纸轮和纸盒挡板，中部查传感器杆，出口查定影。
2. 换一包新拆封的纸，翻面、扇开再放，纸盒不超过上限线。
3. 拉出双面单元和硒鼓，用手电找碎纸，顺纸路方向取出。
4. 用湿无绒布擦搓纸轮；发亮、打滑就更换。
5. 连续打 20 张单面、10 张双面，确认不卡再离开。`,
		keywords: ['打印机', '卡纸', '搓纸轮', '双面'],
		audience: 'public',
	},
	{
		id: 'kb-zh-offline-printer',
		title: '网络打印机显示脱机，但能 ping 通',
		problemType: 'system',
		systemType: 'Windows',
		faultType: '打印',
		symptom: '多台电脑同时显示打印机脱机，打印任务排队不出，打印机自身测试页正常。',
		cause: '打印机换了地址，端口还指向旧 IP；或端口勾了 SNMP 状态检测而设备不应答。',
		solution: `1. 在打印机面板上打印网络配置页，记下现在的 IP。
2. 打印机属性 → 端口：IP 不同就新建 TCP/IP 端口，不要改原端口的名称。
3. 在端口配置里取消“启用 SNMP 状态”。
4. 停止打印后台处理服务，清空 spool 目录，再启动服务。
5. 在 DHCP 上给打印机做地址保留，避免再变。`,
		keywords: ['打印机', '脱机', 'SNMP', '端口', '挂号'],
		audience: 'internal',
	},
	{
		id: 'kb-zh-ransom',
		title: '弹出勒索提示：前十分钟怎么做',
		problemType: 'system',
		systemType: 'Windows',
		faultType: '病毒',
		symptom: '桌面出现勒索提示，文件打不开、扩展名被改。',
		cause: '勒索软件正在加密或已经加密。',
		solution: `1. **先断网不关机**：拔网线、关无线。关机会丢掉内存里的线索。
2. 电话告诉服务台和客户信息部门，写下发现时间和当时在做什么。
3. 拍下提示画面，不要点任何按钮，不要联系对方，不要付款。
4. 查同网段电脑有没有同样情况，有就逐台断网，并断开共享盘。
5. 资产状态改为“隔离”，等安全人员取证。重装系统须有责任确认书和客户信息部门的确认。
6. 恢复前先确认备份没有被加密，并离线保存一份。`,
		keywords: ['勒索', '病毒', '隔离', '断网', '加密'],
		audience: 'internal',
	},
	{
		id: 'kb-zh-dns',
		title: '能上微信但打不开网页',
		problemType: 'system',
		systemType: '网络',
		faultType: '上网',
		symptom: '即时通讯正常，浏览器打开任何网站都报找不到服务器。',
		cause: 'DNS 地址不对或 DNS 服务不可用；也可能是代理设置残留。',
		solution: `1. 命令行执行 \`nslookup\` 任一常用网址，超时就是 DNS 问题。
2. 网卡的 DNS 改回自动获取，或填客户规定的内网 DNS。
3. 执行 \`ipconfig /flushdns\`。
4. 系统代理设置里关掉手动代理和自动脚本。
5. 还不行，看 hosts 文件有没有多余的条目。`,
		keywords: ['DNS', '网页', '上网', '代理'],
		audience: 'public',
	},
	{
		id: 'kb-zh-touch',
		title: '会议平板触控失灵或偏移',
		problemType: 'hardware',
		systemType: '会议平板',
		faultType: '触控',
		symptom: '点击没有反应，或者点击位置与光标差一截。',
		cause: '边框红外灯被灰尘、便签遮挡，触控 USB 线松动，或外接电脑没有认到触控设备。',
		solution: `1. 擦净四边边框，撕掉边缘的便签和贴纸，移开强光直射。
2. 切到平板自带系统试触控：正常就查连接电脑的触控 USB 线。
3. 重新插拔 USB，换一个直连主机的口，不要经过扩展坞。
4. 在设置里做四点校准。
5. 自带系统也没有反应：断电 1 分钟再开，仍不行报厂家保修。`,
		keywords: ['会议平板', '触控', '红外', '校准'],
		audience: 'internal',
	},
	{
		id: 'kb-zh-ups',
		title: 'UPS 电池告警时先判断还能撑多久',
		problemType: 'hardware',
		systemType: 'UPS',
		faultType: '电池',
		symptom: '面板亮电池告警，监控提示续航不足。',
		cause: '电池老化（一般 3 至 5 年）、单节电压偏低或电池接头松动。',
		solution: `1. 记录面板上的输入、输出电压、负载百分比和预计续航分钟数。
2. 负载超过 70 % 时先和客户商量停掉不重要的设备，不要立刻做放电测试。
3. 逐节量电压：12 V 电池静置低于 12.4 V 或与其他节相差 0.3 V 以上，记为待换。
4. 检查接头温度和腐蚀。更换必须整组同批。
5. 换前确认旁路正常，并取得停机影响的书面同意。`,
		keywords: ['UPS', '电池', '续航', '告警'],
		audience: 'internal',
	},
	{
		id: 'kb-zh-scanner',
		title: '馈纸扫描仪一次进多张或进纸打滑',
		problemType: 'hardware',
		systemType: '扫描仪',
		faultType: '进纸',
		symptom: '一次带进几张纸，或者纸停在入口不动。',
		cause: '分离轮、进纸轮积粉磨损，纸张有订书钉孔或卷角。',
		solution: `1. 打开上盖，用无绒布蘸清水擦两组轮子，晾干 5 分钟。
2. 在驱动里看轮子计数，超过厂家寿命就成对更换并清零。
3. 提醒读者取下订书钉、抚平卷角，一次不超过 30 张。
4. 打开超声波重张检测。`,
		keywords: ['扫描仪', '进纸', '打滑', '分离轮'],
		audience: 'public',
	},
];
