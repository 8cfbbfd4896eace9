<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ArchitectureCaption</name>
    <message>
        <source>all transformer</source>
        <translation>全部为 Transformer</translation>
    </message>
    <message>
        <source>trial %1</source>
        <translation>试验 %1</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已编辑</translation>
    </message>
</context>
<context>
    <name>DevicePlots</name>
    <message>
        <source>test fixture, no phone</source>
        <translation>测试桩，并非手机</translation>
    </message>
    <message>
        <source>reference kernels, no deployment runtime</source>
        <translation>参考内核，并非部署用运行时</translation>
    </message>
</context>
<context>
    <name>DeviceTimes</name>
    <message>
        <source>engine, this computer</source>
        <translation>引擎，本机</translation>
    </message>
    <message>
        <source>engine, another computer</source>
        <translation>引擎，另一台计算机</translation>
    </message>
    <message>
        <source>engine on %1</source>
        <translation>引擎，%1</translation>
    </message>
    <message>
        <source>ONNX Runtime, this computer</source>
        <translation>ONNX Runtime，本机</translation>
    </message>
    <message>
        <source>ONNX Runtime on %1</source>
        <translation>ONNX Runtime，%1</translation>
    </message>
</context>
<context>
    <name>DeviceWording</name>
    <message>
        <source>not available</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>95 % interval %1 to %2 ms</source>
        <translation>95 % 区间 %1 至 %2 ms</translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 °C</source>
        <translation>%1 °C</translation>
    </message>
    <message>
        <source>%1 MHz</source>
        <translation>%1 MHz</translation>
    </message>
    <message>
        <source>%1 GHz</source>
        <translation>%1 GHz</translation>
    </message>
    <message>
        <source>today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>unauthorized</source>
        <translation>未授权</translation>
    </message>
    <message>
        <source>authorizing</source>
        <translation>正在授权</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>no permissions</source>
        <translation>无权限</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>recovery</source>
        <translation>恢复模式</translation>
    </message>
    <message>
        <source>sideload</source>
        <translation>旁加载</translation>
    </message>
    <message>
        <source>bootloader</source>
        <translation>引导加载程序</translation>
    </message>
    <message>
        <source>adb missing</source>
        <translation>缺少 adb</translation>
    </message>
    <message>
        <source>two adb versions</source>
        <translation>两个 adb 版本</translation>
    </message>
    <message>
        <source>not supported</source>
        <translation>不支持</translation>
    </message>
    <message>
        <source>unknown state</source>
        <translation>未知状态</translation>
    </message>
    <message>
        <source>Unlock the phone and accept “Allow USB debugging”; it is ready right after that.</source>
        <translation>请解锁手机并接受“允许 USB 调试”；随后即可就绪。</translation>
    </message>
    <message>
        <source>The phone is checking this computer&apos;s key; wait a few seconds.</source>
        <translation>手机正在检查本机的密钥；请等待几秒。</translation>
    </message>
    <message>
        <source>Reconnect the cable, or switch USB debugging off and on in the phone&apos;s settings.</source>
        <translation>请重新连接数据线，或在手机设置中关闭再打开 USB 调试。</translation>
    </message>
    <message>
        <source>Install the udev rules (Debian: android-sdk-platform-tools-common), then unplug the phone and plug it in again.</source>
        <translation>请安装 udev 规则（Debian：android-sdk-platform-tools-common），然后拔下手机并重新插入。</translation>
    </message>
    <message>
        <source>adb is connecting; if this lasts, check that the phone is on the same network.</source>
        <translation>adb 正在连接；如果持续不断，请检查手机是否在同一网络中。</translation>
    </message>
    <message>
        <source>The phone is in its recovery system; restart it into Android.</source>
        <translation>手机处于恢复系统；请将其重新启动到 Android。</translation>
    </message>
    <message>
        <source>The phone waits for an update by sideload; restart it into Android.</source>
        <translation>手机正在等待通过旁加载更新；请将其重新启动到 Android。</translation>
    </message>
    <message>
        <source>The phone is in its bootloader; restart it into Android.</source>
        <translation>手机处于引导加载程序；请将其重新启动到 Android。</translation>
    </message>
    <message>
        <source>Install adb (Debian: adb) to time phones; this computer can be timed without it.</source>
        <translation>要为手机计时，请安装 adb（Debian：adb）；为本机计时不需要它。</translation>
    </message>
    <message>
        <source>Another version of adb started the running server; let both programs use the same adb.</source>
        <translation>正在运行的服务器由另一版本的 adb 启动；请让两个程序使用同一个 adb。</translation>
    </message>
    <message>
        <source>Only 64-bit Arm (arm64-v8a) and x86-64 devices can be timed; choose another one.</source>
        <translation>只能为 64 位 Arm (arm64-v8a) 与 x86-64 设备计时；请选择其他设备。</translation>
    </message>
    <message>
        <source>adb reports a state that is not known here; unplug the phone and plug it in again.</source>
        <translation>adb 报告了未知的状态；请拔下手机并重新插入。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>推送</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>各阶段</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>unattributed</source>
        <translation>未归属</translation>
    </message>
    <message>
        <source>base</source>
        <translation>基础部分</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>light</source>
        <translation>轻微</translation>
    </message>
    <message>
        <source>moderate</source>
        <translation>中等</translation>
    </message>
    <message>
        <source>severe</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>危急</translation>
    </message>
    <message>
        <source>emergency</source>
        <translation>紧急</translation>
    </message>
    <message>
        <source>shutdown</source>
        <translation>即将关机</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>%1 %2, which a checkpoint of weights never needs; nothing was run. Save only the weights with torch.save(net.state_dict()), or get the file from a trusted source.</source>
        <translation>%1 %2，权重检查点从不需要它；没有运行任何内容。请用 torch.save(net.state_dict()) 只保存权重，或从可信来源获取文件。</translation>
    </message>
    <message>
        <source>%1 Until then it can only be read.</source>
        <translation>%1 在此之前只能读取。</translation>
    </message>
    <message>
        <source>%1 architectures were to be measured and %2 losses came back.</source>
        <translation>应测量 %1 个架构，却返回了 %2 个损失。</translation>
    </message>
    <message>
        <source>%1 asks for far more memory than it holds data, at the tensor %2; save it again with contiguous tensors.</source>
        <translation>%1 要求的内存远多于其数据，位于张量 %2；请以连续张量重新保存。</translation>
    </message>
    <message>
        <source>%1 cannot be locked: %2.</source>
        <translation>%1 无法锁定：%2。</translation>
    </message>
    <message>
        <source>%1 cannot be opened (%2). Check its permissions, or copy the project to a folder of your own.</source>
        <translation>%1 无法打开（%2）。请检查其权限，或把项目复制到自己的文件夹。</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 无法读取。</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2. %3.</source>
        <translation>%1 无法读取：%2。%3。</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2. Save it again as a plain 8-bit or 16-bit PNG.</source>
        <translation>%1 无法读取：%2。请另存为普通的 8 位或 16 位 PNG。</translation>
    </message>
    <message>
        <source>%1 cannot be used and is not overwritten. Move it away first.</source>
        <translation>%1 不能使用，也不会被覆盖。请先把它移走。</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2</source>
        <translation>%1 不能使用：%2</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2. Restore it from a copy of the project if this stays.</source>
        <translation>%1 不能使用：%2。如果一直如此，请从项目的副本恢复。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>%1 无法写入：%2。</translation>
    </message>
    <message>
        <source>%1 cannot be written: its format refused the picture. Use .png.</source>
        <translation>%1 无法写入：其格式不接受该图像。请使用 .png。</translation>
    </message>
    <message>
        <source>%1 cannot take the teacher&apos;s weights.</source>
        <translation>%1 不能采用教师网络的权重。</translation>
    </message>
    <message>
        <source>%1 crops of %2x%3</source>
        <translation>%1 个 %2x%3 的裁剪</translation>
    </message>
    <message>
        <source>%1 does not belong to this teacher: %2</source>
        <translation>%1 不属于该教师网络：%2</translation>
    </message>
    <message>
        <source>%1 does not fit the stage&apos;s %2 blocks.</source>
        <translation>%1 不适合该级的 %2 个块。</translation>
    </message>
    <message>
        <source>%1 does not take this record (%2): it refers to one that is not there.</source>
        <translation>%1 不接受这条记录（%2）：它引用了不存在的记录。</translation>
    </message>
    <message>
        <source>%1 exists already. Choose another name, or remove it first.</source>
        <translation>%1 已经存在。请换一个名称，或先将其删除。</translation>
    </message>
    <message>
        <source>%1 gives an output of another shape than the network&apos;s.</source>
        <translation>%1 给出的输出与该网络的形状不同。</translation>
    </message>
    <message>
        <source>%1 has %2 channels, the network works on %3.</source>
        <translation>%1 有 %2 个通道，而网络处理 %3 个。</translation>
    </message>
    <message>
        <source>%1 has %2 channels; a pack takes 1 or 3.</source>
        <translation>%1 有 %2 个通道；图包只接受 1 或 3 个。</translation>
    </message>
    <message>
        <source>%1 has been held by another program for too long. Stop that program and try again.</source>
        <translation>%1 被另一个程序占用太久。请停止该程序后重试。</translation>
    </message>
    <message>
        <source>%1 has no blocks of its own to train.</source>
        <translation>%1 没有自己的块可训练。</translation>
    </message>
    <message>
        <source>%1 has no ending of a known picture format; use .png, .jpg, .tif or .webp.</source>
        <translation>%1 没有已知的图像格式后缀；请使用 .png、.jpg、.tif 或 .webp。</translation>
    </message>
    <message>
        <source>%1 has not been timed on &apos;%2&apos; yet. Run `kintsugi-cli profile` again.</source>
        <translation>%1 尚未在“%2”上计时。请再次运行 `kintsugi-cli profile`。</translation>
    </message>
    <message>
        <source>%1 holds %2 compressed or encrypted, which PyTorch never does. Save the checkpoint again with torch.save.</source>
        <translation>%1 含有压缩或加密的 %2，而 PyTorch 从不这样做。请用 torch.save 重新保存检查点。</translation>
    </message>
    <message>
        <source>%1 holds a teacher that Kintsugi did not write. Make a project from it with &apos;kintsugi-cli new NAME.kintsugi --teacher %2&apos;.</source>
        <translation>%1 含有并非 Kintsugi 写入的教师网络。请用“kintsugi-cli new NAME.kintsugi --teacher %2”由它新建项目。</translation>
    </message>
    <message>
        <source>%1 holds a training run already. Add --resume to go on with it, or remove %2 to begin anew.</source>
        <translation>%1 已有一次训练。请加 --resume 继续，或删除 %2 重新开始。</translation>
    </message>
    <message>
        <source>%1 holds more than one checkpoint; save them one by one.</source>
        <translation>%1 含有多个检查点；请逐个保存。</translation>
    </message>
    <message>
        <source>%1 holds no dictionary of weights; save net.state_dict() in it.</source>
        <translation>%1 不含权重字典；请在其中保存 net.state_dict()。</translation>
    </message>
    <message>
        <source>%1 holds no weights under a name that Kintsugi knows (params, params_ema, state_dict, model_state_dict, model, net); its names are: %2.</source>
        <translation>%1 在 Kintsugi 认识的名称（params、params_ema、state_dict、model_state_dict、model、net）下没有权重；它的名称有：%2。</translation>
    </message>
    <message>
        <source>%1 holds surrogates of its teacher, which training would replace. Train into another project, with --from %2 to begin with its weights.</source>
        <translation>%1 含有其教师网络的替代块，训练会取代该教师网络。请训练到另一个项目，并用 --from %2 以其权重开始。</translation>
    </message>
    <message>
        <source>%1 in %2 holds values that are not finite; the checkpoint is damaged.</source>
        <translation>%2 中的 %1 含有非有限的值；检查点已损坏。</translation>
    </message>
    <message>
        <source>%1 is %2. Move it away to begin with an empty one, or restore it from a copy of the project.</source>
        <translation>%1 是 %2。把它移走可从空的开始，或从项目的副本恢复。</translation>
    </message>
    <message>
        <source>%1 is a TorchScript program, not a checkpoint of weights; save net.state_dict() with torch.save.</source>
        <translation>%1 是 TorchScript 程序，不是权重检查点；请用 torch.save 保存 net.state_dict()。</translation>
    </message>
    <message>
        <source>%1 is a damaged or incomplete zip archive: %2. Download it again.</source>
        <translation>%1 是损坏或不完整的 zip 归档：%2。请重新下载。</translation>
    </message>
    <message>
        <source>%1 is a damaged surrogate. Delete it and distil it again.</source>
        <translation>%1 是损坏的替代块。请删除它并重新蒸馏。</translation>
    </message>
    <message>
        <source>%1 is a damaged training checkpoint. Train anew without --resume.</source>
        <translation>%1 是损坏的训练检查点。请不带 --resume 重新训练。</translation>
    </message>
    <message>
        <source>%1 is a folder, but this build reads packs only. Pack it with &quot;kintsugi-cli pack&quot; on a computer with the full program.</source>
        <translation>%1 是文件夹，而此版本只读取图包。请在装有完整程序的计算机上用“kintsugi-cli pack”打包。</translation>
    </message>
    <message>
        <source>%1 is a folder; choose the file inside it.</source>
        <translation>%1 是文件夹；请选择其中的文件。</translation>
    </message>
    <message>
        <source>%1 is a zip archive but holds no PyTorch checkpoint; unpack it and choose the checkpoint inside.</source>
        <translation>%1 是 zip 归档，但不含 PyTorch 检查点；请解压后选择其中的检查点。</translation>
    </message>
    <message>
        <source>%1 is being changed by another program; try again.</source>
        <translation>%1 正被另一个程序修改；请重试。</translation>
    </message>
    <message>
        <source>%1 is damaged or incomplete: %2. Download it again.</source>
        <translation>%1 已损坏或不完整：%2。请重新下载。</translation>
    </message>
    <message>
        <source>%1 is damaged: it describes a storage in an unknown way. Download it again.</source>
        <translation>%1 已损坏：它以未知方式描述存储。请重新下载。</translation>
    </message>
    <message>
        <source>%1 is damaged: it does not hold the network that it names.</source>
        <translation>%1 已损坏：它不含所命名的网络。</translation>
    </message>
    <message>
        <source>%1 is damaged: its list of tensors %2 at byte %3. Download it again.</source>
        <translation>%1 已损坏：其张量列表 %2，位于字节 %3。请重新下载。</translation>
    </message>
    <message>
        <source>%1 is damaged: the data of storage %2 is missing or too short. Download it again.</source>
        <translation>%1 已损坏：存储 %2 的数据缺失或过短。请重新下载。</translation>
    </message>
    <message>
        <source>%1 is damaged: the tensor %2 %3. Download it again.</source>
        <translation>%1 已损坏：张量 %2 %3。请重新下载。</translation>
    </message>
    <message>
        <source>%1 is in use by %2. Wait for it, or stop it first.</source>
        <translation>%1 正被 %2 使用。请等待，或先停止它。</translation>
    </message>
    <message>
        <source>%1 is no image file.</source>
        <translation>%1 不是图像文件。</translation>
    </message>
    <message>
        <source>%1 is not a Kintsugi project: it has no teacher.safetensors. Make one with &apos;kintsugi-cli new&apos;.</source>
        <translation>%1 不是 Kintsugi 项目：它没有 teacher.safetensors。请用“kintsugi-cli new”新建项目。</translation>
    </message>
    <message>
        <source>%1 is not a checkpoint of a surrogate, or is damaged. Delete it to distil that surrogate from the start.</source>
        <translation>%1 不是替代块的检查点，或已损坏。删除它即可从头蒸馏该替代块。</translation>
    </message>
    <message>
        <source>%1 is not a hybrid network of Kintsugi.</source>
        <translation>%1 不是 Kintsugi 的混合网络。</translation>
    </message>
    <message>
        <source>%1 is not a pack of photographs that this program reads: %2. Pack the photographs again.</source>
        <translation>%1 不是本程序能读取的照片图包：%2。请重新打包照片。</translation>
    </message>
    <message>
        <source>%1 is not a regular file; choose a checkpoint file.</source>
        <translation>%1 不是普通文件；请选择检查点文件。</translation>
    </message>
    <message>
        <source>%1 is not a surrogate of Kintsugi.</source>
        <translation>%1 不是 Kintsugi 的替代块。</translation>
    </message>
    <message>
        <source>%1 is not a training checkpoint of Kintsugi.</source>
        <translation>%1 不是 Kintsugi 的训练检查点。</translation>
    </message>
    <message>
        <source>%1 is not a training checkpoint of this network: %2 is missing or has another size. Start without --resume, or with the configuration it was made with.</source>
        <translation>%1 不是该网络的训练检查点：%2 缺失或尺寸不同。请不带 --resume 开始，或使用当时的配置。</translation>
    </message>
    <message>
        <source>%1 is not a usable .safetensors file: %2. Download or export it again.</source>
        <translation>%1 不是可用的 .safetensors 文件：%2。请重新下载或导出。</translation>
    </message>
    <message>
        <source>%1 is not adb; name the adb program.</source>
        <translation>%1 不是 adb；请指定 adb 程序。</translation>
    </message>
    <message>
        <source>%1 is not an ONNX model, or is damaged.</source>
        <translation>%1 不是 ONNX 模型，或已损坏。</translation>
    </message>
    <message>
        <source>%1 lies inside %2. Choose a place outside the project.</source>
        <translation>%1 位于 %2 之内。请选择项目之外的位置。</translation>
    </message>
    <message>
        <source>%1 may not be written, so it can only be read. Copy it to a folder of your own to change it.</source>
        <translation>%1 不可写，因此只能读取。要修改它，请复制到自己的文件夹。</translation>
    </message>
    <message>
        <source>%1 needs no training.</source>
        <translation>%1 不需要训练。</translation>
    </message>
    <message>
        <source>%1 on the device %2 failed (%3); check the connection and try again.</source>
        <translation>在设备 %2 上%1失败（%3）；请检查连接后重试。</translation>
    </message>
    <message>
        <source>%1 patches of %2 x %3 pixels do not exist; give a count of at least 0 and sides of at least 1.</source>
        <translation>不存在 %1 个 %2 x %3 像素的图块；数量至少为 0，边长至少为 1。</translation>
    </message>
    <message>
        <source>%1 paths are too many to measure them all; search them, or name fewer kinds.</source>
        <translation>%1 条路径太多，无法全部测量；请搜索，或少选几种块。</translation>
    </message>
    <message>
        <source>%1 takes %2 inputs; a network has one.</source>
        <translation>%1 有 %2 个输入；网络只有一个。</translation>
    </message>
    <message>
        <source>%1 uses an unknown version of PyTorch&apos;s older format; save it again with a current PyTorch.</source>
        <translation>%1 使用未知版本的 PyTorch 旧格式；请用当前的 PyTorch 重新保存。</translation>
    </message>
    <message>
        <source>%1 was made by another version of Kintsugi (format %2, this program reads %3). Update the program.</source>
        <translation>%1 由另一版本的 Kintsugi 生成（格式 %2，本程序读取 %3）。请更新程序。</translation>
    </message>
    <message>
        <source>%1 was not written by torch.save; choose a .pth file of PyTorch 0.4 or later.</source>
        <translation>%1 不是 torch.save 写出的；请选择 PyTorch 0.4 或更新版本的 .pth 文件。</translation>
    </message>
    <message>
        <source>%1 was opened for reading only. Open it for writing to change it.</source>
        <translation>%1 以只读方式打开。要修改它，请以可写方式打开。</translation>
    </message>
    <message>
        <source>%1 was written on a big-endian computer, which Kintsugi does not read; save it again on a little-endian one.</source>
        <translation>%1 写于大端计算机，Kintsugi 不读取；请在小端计算机上重新保存。</translation>
    </message>
    <message>
        <source>%1 would have %2 GiB, and an ONNX file can have 2 at most; export a smaller network.</source>
        <translation>%1 将有 %2 GiB，而 ONNX 文件最多 2 GiB；请导出较小的网络。</translation>
    </message>
    <message>
        <source>%1: the degraded and the clean image differ in shape.</source>
        <translation>%1：退化图像与清晰图像形状不同。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no search method; there are exact, ens, nsga2 and random.</source>
        <translation>“%1”不是搜索方法；可用的有 exact、ens、nsga2 和 random。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no stage&apos;s model; they are named stage:enc1 to stage:refine and stage:base.</source>
        <translation>“%1”不是级的模型；名称为 stage:enc1 到 stage:refine 以及 stage:base。</translation>
    </message>
    <message>
        <source>A .safetensors file cannot hold the name %1 (again); rename the tensor.</source>
        <translation>.safetensors 文件不能（再次）含有名称 %1；请重命名该张量。</translation>
    </message>
    <message>
        <source>A MambaIR block needs at least %1 channels, since its channel attention squeezes by %2; %3 were asked for.</source>
        <translation>MambaIR 块至少需要 %1 个通道，因为其通道注意力压缩 %2 倍；这里要求 %3 个。</translation>
    </message>
    <message>
        <source>A MambaIR block needs at least 30 channels, but stage %1 has %2; use lite blocks.</source>
        <translation>MambaIR 块至少需要 30 个通道，而 %1 级有 %2 个；请使用 lite 块。</translation>
    </message>
    <message>
        <source>A MambaIR block of expansion %1 and %2 states cannot be built.</source>
        <translation>无法构建扩展为 %1、状态数为 %2 的 MambaIR 块。</translation>
    </message>
    <message>
        <source>A batch of %1 cannot be shared by %2 replicas; use a multiple.</source>
        <translation>批量 %1 不能由 %2 个副本分担；请使用其倍数。</translation>
    </message>
    <message>
        <source>A batch of %1 patches of %2 pixels does not exist; both must be at least 1.</source>
        <translation>不存在 %2 像素图块组成的批量 %1；两者都至少为 1。</translation>
    </message>
    <message>
        <source>A block of this network cannot be written as ONNX; only restormer, lite, gated and mambair can.</source>
        <translation>该网络有块不能写成 ONNX；只有 restormer、lite、gated 和 mambair 可以。</translation>
    </message>
    <message>
        <source>A disc of radius %1 is not possible; give 0 to 100 pixels.</source>
        <translation>半径 %1 的圆盘不可行；请给 0 到 100 像素。</translation>
    </message>
    <message>
        <source>A histogram of %1 bins from %2 to %3 does not exist; give at least one bin and an end above the beginning.</source>
        <translation>不存在从 %2 到 %3 的 %1 格直方图；至少一格，且终点大于起点。</translation>
    </message>
    <message>
        <source>A list of results holds one that is not a number, so none of them is stored.</source>
        <translation>结果列表中有一个不是数字，因此全部未保存。</translation>
    </message>
    <message>
        <source>A lite block of %1 inner channels cannot be split into %2 scan directions; use 1, 2 or 4 that divide the channels.</source>
        <translation>内部通道数 %1 的 lite 块不能分成 %2 个扫描方向；请用能整除通道数的 1、2 或 4。</translation>
    </message>
    <message>
        <source>A lite block of %1 inner channels cannot be split into heads of %2 in %3 directions.</source>
        <translation>内部通道数 %1 的 lite 块不能在 %3 个方向上分成大小 %2 的头。</translation>
    </message>
    <message>
        <source>A measured time of %1 ms cannot judge a prediction; measure again.</source>
        <translation>%1 ms 的实测时间无法评判预测；请重新测量。</translation>
    </message>
    <message>
        <source>A model cannot be exported for %1x%2 pixels: height and width must be multiples of 8, at least 8.</source>
        <translation>不能按 %1x%2 像素导出模型：高和宽须为 8 的倍数且至少为 8。</translation>
    </message>
    <message>
        <source>A motion of %1 pixels is not possible; give a length from 1 to 1000.</source>
        <translation>%1 像素的运动不可行；请给 1 到 1000 的长度。</translation>
    </message>
    <message>
        <source>A network cannot run on %1x%2 pixels: height and width must be multiples of 8, at least 8.</source>
        <translation>网络不能在 %1x%2 像素上运行：高和宽须为 8 的倍数且至少为 8。</translation>
    </message>
    <message>
        <source>A network of dim %1 cannot be built: dim must be even and at least 2.</source>
        <translation>不能构建 dim 为 %1 的网络：dim 须为偶数且至少为 2。</translation>
    </message>
    <message>
        <source>A network whose input and output channels differ has no global residual to add; set dual_pixel_task in its configuration.</source>
        <translation>输入与输出通道不同的网络没有全局残差可加；请在其配置中设置 dual_pixel_task。</translation>
    </message>
    <message>
        <source>A patch of %1 pixels cannot be used: the network needs a multiple of 8.</source>
        <translation>不能使用 %1 像素的图块：网络需要 8 的倍数。</translation>
    </message>
    <message>
        <source>A patch of %1 pixels does not exist; give a size of at least 1.</source>
        <translation>不存在 %1 像素的图块；尺寸至少为 1。</translation>
    </message>
    <message>
        <source>A picture of %1 x %2 pixels cannot be tiled.</source>
        <translation>%1 x %2 像素的图像不能分块。</translation>
    </message>
    <message>
        <source>A picture of %1 x %2 pixels needs at least %3 MB of memory, and %4 MB are allowed; close other programs or cut the picture.</source>
        <translation>%1 x %2 像素的图像至少需要 %3 MB 内存，而允许 %4 MB；请关闭其他程序或裁剪图像。</translation>
    </message>
    <message>
        <source>A project&apos;s name ends in .kintsugi; use %1.kintsugi.</source>
        <translation>项目名称以 .kintsugi 结尾；请使用 %1.kintsugi。</translation>
    </message>
    <message>
        <source>A result is not a number, so it is not stored. Look for its cause in what measured it.</source>
        <translation>某个结果不是数字，因此未保存。请从测量它的地方查找原因。</translation>
    </message>
    <message>
        <source>A search needs a budget of at least 1 evaluation, not %1.</source>
        <translation>搜索需要至少 1 次评估的预算，而不是 %1。</translation>
    </message>
    <message>
        <source>A shake of %1 pixels within a radius of %2 is not possible; give a length from 1 to 1000 and a radius of at least 1.</source>
        <translation>半径 %2 内 %1 像素的抖动不可行；长度 1 到 1000，半径至少为 1。</translation>
    </message>
    <message>
        <source>A tensor of %1 dimensions is not one image.</source>
        <translation>%1 维张量不是一幅图像。</translation>
    </message>
    <message>
        <source>A tensor of type %1 was given %2 bytes, which is not what its %3 extents need.</source>
        <translation>类型 %1 的张量得到 %2 字节，与其 %3 个维度所需不符。</translation>
    </message>
    <message>
        <source>A tensor was given %1 values, which is not the product of its %2 extents.</source>
        <translation>张量得到 %1 个值，与其 %2 个维度的乘积不符。</translation>
    </message>
    <message>
        <source>A tile of %1 x %2 pixels came back as %3 x %4 with %5 channels; the network must keep the size.</source>
        <translation>%1 x %2 像素的图块返回为 %3 x %4、%5 个通道；网络必须保持尺寸。</translation>
    </message>
    <message>
        <source>A transformer block of %1 channels cannot have %2 attention heads; choose a divisor of the channels.</source>
        <translation>%1 个通道的 Transformer 块不能有 %2 个注意力头；请选择通道数的约数。</translation>
    </message>
    <message>
        <source>An adb server of another version is running, and this adb would end it. Use the adb that started it, or end that server yourself.</source>
        <translation>另一版本的 adb 服务器正在运行，此 adb 会终止它。请使用启动它的 adb，或自行结束该服务器。</translation>
    </message>
    <message>
        <source>An image of %1 x %2 pixels and %3 channels does not exist; every side must be at least 1.</source>
        <translation>不存在 %1 x %2 像素、%3 个通道的图像；每边至少为 1。</translation>
    </message>
    <message>
        <source>An image of %1 x %2 pixels and %3 channels holds %4 values; it must hold exactly one per pixel and channel.</source>
        <translation>%1 x %2 像素、%3 个通道的图像含 %4 个值；每个像素和通道必须恰有一个。</translation>
    </message>
    <message>
        <source>An image of %1 x %2 pixels is too small to be measured with a border of %3; at least %4 rows and columns must remain.</source>
        <translation>%1 x %2 像素的图像太小，不能以 %3 的边框测量；至少须留下 %4 行和列。</translation>
    </message>
    <message>
        <source>An image with %1 channels cannot become RGB; give one with 1 or 3.</source>
        <translation>%1 个通道的图像不能变为 RGB；请给 1 或 3 个通道的图像。</translation>
    </message>
    <message>
        <source>An image with %1 channels cannot become grey; give one with 1 or 3.</source>
        <translation>%1 个通道的图像不能变为灰度；请给 1 或 3 个通道的图像。</translation>
    </message>
    <message>
        <source>Architecture text, stage %1, character %2: expected %3, %4.</source>
        <translation>架构文本，%1 级，第 %2 个字符：应为 %3，%4。</translation>
    </message>
    <message>
        <source>Cannot copy %1 to %2: %3. Check the folder&apos;s permissions and free space.</source>
        <translation>无法把 %1 复制到 %2：%3。请检查文件夹的权限和剩余空间。</translation>
    </message>
    <message>
        <source>Cannot make %1: %2. Check the folder&apos;s permissions and free space.</source>
        <translation>无法创建 %1：%2。请检查文件夹的权限和剩余空间。</translation>
    </message>
    <message>
        <source>Cannot read %1: %2.</source>
        <translation>无法读取 %1：%2。</translation>
    </message>
    <message>
        <source>Cannot read %1: it is not a readable file.</source>
        <translation>无法读取 %1：它不是可读文件。</translation>
    </message>
    <message>
        <source>Cannot read or write %1: %2. Check the disk and its free space; what was stored before is kept.</source>
        <translation>无法读写 %1：%2。请检查磁盘及其剩余空间；此前保存的内容仍在。</translation>
    </message>
    <message>
        <source>Cannot write %1: %2. Check the folder&apos;s permissions and free space.</source>
        <translation>无法写入 %1：%2。请检查文件夹的权限和剩余空间。</translation>
    </message>
    <message>
        <source>Cannot write %1: %2. Check the free space.</source>
        <translation>无法写入 %1：%2。请检查剩余空间。</translation>
    </message>
    <message>
        <source>Cannot write %1: the disk is full. Free some space and try again; what was stored before is kept.</source>
        <translation>无法写入 %1：磁盘已满。请腾出空间后重试；此前保存的内容仍在。</translation>
    </message>
    <message>
        <source>Data of %1 cannot be written to %2 now: %3.</source>
        <translation>%1 的数据现在不能写入 %2：%3。</translation>
    </message>
    <message>
        <source>Data of %1 is larger than was announced for %2.</source>
        <translation>%1 的数据多于为 %2 声明的量。</translation>
    </message>
    <message>
        <source>Distillation needs at least one patch a batch, one feature iteration and positive intervals.</source>
        <translation>蒸馏需要每批至少一个图块、至少一次特征迭代和正的间隔。</translation>
    </message>
    <message>
        <source>Distillation needs images (--images): packs or folders of clean photographs.</source>
        <translation>蒸馏需要图像（--images）：清晰照片的图包或文件夹。</translation>
    </message>
    <message>
        <source>Distillation was stopped; what was finished is kept, and the rest goes on from here when it is started again.</source>
        <translation>蒸馏已停止；已完成的保留，再次开始时从这里继续。</translation>
    </message>
    <message>
        <source>Fine-tuning stopped at iteration %1 of %2; the same command goes on from there.</source>
        <translation>微调停在第 %1/%2 次迭代；同样的命令会从那里继续。</translation>
    </message>
    <message>
        <source>Images of %1 x %2 x %3 and %4 x %5 x %6 (width, height, channels) cannot be compared with a border of %7; give two of the same shape and a smaller border.</source>
        <translation>%1 x %2 x %3 与 %4 x %5 x %6（宽、高、通道）的图像不能以 %7 的边框比较；请给形状相同的两幅并减小边框。</translation>
    </message>
    <message>
        <source>Images of %1 x %2 x %3 and %4 x %5 x %6 (width, height, channels) cannot be compared; give two of the same shape.</source>
        <translation>%1 x %2 x %3 与 %4 x %5 x %6（宽、高、通道）的图像不能比较；请给形状相同的两幅。</translation>
    </message>
    <message>
        <source>Images of %1 x %2 x %3 and %4 x %5 x %6 (width, height, channels) have no error map; give two of the same shape.</source>
        <translation>%1 x %2 x %3 与 %4 x %5 x %6（宽、高、通道）的图像没有误差图；请给形状相同的两幅。</translation>
    </message>
    <message>
        <source>Images of different shapes have no patches in common; give images of the same size.</source>
        <translation>形状不同的图像没有共同的图块；请给尺寸相同的图像。</translation>
    </message>
    <message>
        <source>Measuring needs --images: packs or folders of clean photographs that were kept out of training.</source>
        <translation>测量需要 --images：未用于训练的清晰照片的图包或文件夹。</translation>
    </message>
    <message>
        <source>Networks are timed at multiples of 8 pixels, not at %1x%2.</source>
        <translation>网络按 8 像素的倍数计时，而不是 %1x%2。</translation>
    </message>
    <message>
        <source>No %1 gives the hidden channels %2 of the checkpoint at its four levels.</source>
        <translation>没有 %1 能在四个层级给出检查点的隐藏通道 %2。</translation>
    </message>
    <message>
        <source>No folder for the run can be made in &quot;%1&quot;; free some space there.</source>
        <translation>无法在“%1”中创建本次运行的文件夹；请在那里腾出空间。</translation>
    </message>
    <message>
        <source>No photograph is left for %1. Give a folder with readable images of a sufficient size.</source>
        <translation>没有照片留给 %1。请给含有足够尺寸可读图像的文件夹。</translation>
    </message>
    <message>
        <source>No such stage.</source>
        <translation>没有这样的级。</translation>
    </message>
    <message>
        <source>No such walk.</source>
        <translation>没有这样的遍历。</translation>
    </message>
    <message>
        <source>No surrogate of these kinds can stand at &apos;%1&apos; in this teacher.</source>
        <translation>在该教师网络中，这些种类的替代块不能位于“%1”。</translation>
    </message>
    <message>
        <source>No times have been measured for &apos;%1&apos; in this project. Measure them first, for example with `kintsugi-cli profile PROJECT --on %2`, or use another cost.</source>
        <translation>本项目尚未测量“%1”的时间。请先测量，例如用 `kintsugi-cli profile PROJECT --on %2`，或使用其他代价。</translation>
    </message>
    <message>
        <source>Packing stopped; %1 was not written.</source>
        <translation>打包已停止；%1 未写入。</translation>
    </message>
    <message>
        <source>Packing with a downscale of %1 and a smallest side of %2 is not possible; give 1 to 64 and at least 1.</source>
        <translation>不能以缩小 %1 倍、最小边 %2 打包；请给 1 到 64 和至少 1。</translation>
    </message>
    <message>
        <source>Prefetching %1 patches of %2 pixels with %3 threads is not possible; all must be at least 1.</source>
        <translation>不能用 %3 个线程预取 %1 个 %2 像素的图块；全部至少为 1。</translation>
    </message>
    <message>
        <source>Search %1 stopped after %2 evaluations, which are kept; continue with --resume.</source>
        <translation>搜索 %1 在 %2 次评估后停止，评估均已保留；用 --resume 继续。</translation>
    </message>
    <message>
        <source>Stage %1 cannot be assembled: an edge spans blocks %2 to %3, but the next one must start at %4 and end by %5.</source>
        <translation>%1 级不能组装：一条边覆盖块 %2 到 %3，而下一条必须从 %4 开始、到 %5 结束。</translation>
    </message>
    <message>
        <source>Stage %1 cannot be assembled: its edges cover %2 of %3 blocks.</source>
        <translation>%1 级不能组装：其边只覆盖 %3 个块中的 %2 个。</translation>
    </message>
    <message>
        <source>Stage %1 has %2 paths, too many to draw from evenly; allow fewer edges.</source>
        <translation>%1 级有 %2 条路径，太多而无法均匀抽取；请减少边。</translation>
    </message>
    <message>
        <source>Stopped before the evaluation was complete; what was measured is kept.</source>
        <translation>评估完成前被停止；已测量的保留。</translation>
    </message>
    <message>
        <source>Stopped while edges were exported; nothing was timed.</source>
        <translation>导出边时被停止；没有计时。</translation>
    </message>
    <message>
        <source>Stopped while models were exported; nothing was timed.</source>
        <translation>导出模型时被停止；没有计时。</translation>
    </message>
    <message>
        <source>Stopped while stages were exported; nothing was timed.</source>
        <translation>导出级时被停止；没有计时。</translation>
    </message>
    <message>
        <source>Stopped while timing; nothing was stored.</source>
        <translation>计时时被停止；没有保存。</translation>
    </message>
    <message>
        <source>The SSIM map was stopped.</source>
        <translation>SSIM 图已停止。</translation>
    </message>
    <message>
        <source>The architecture %1 covers %2 of the %3 blocks in stage %4; it was made for another network.</source>
        <translation>架构 %1 只覆盖 %4 级 %3 个块中的 %2 个；它是为另一个网络写的。</translation>
    </message>
    <message>
        <source>The bundle &quot;%1&quot; is empty; build it with script/build-runner.</source>
        <translation>包“%1”是空的；请用 script/build-runner 构建。</translation>
    </message>
    <message>
        <source>The checkpoint has no tensor %1, so its network is unknown; give its configuration.</source>
        <translation>检查点没有张量 %1，因此不知道它的网络；请给出其配置。</translation>
    </message>
    <message>
        <source>The checkpoint holds a MambaIR U-Net; a teacher must be a Restormer.</source>
        <translation>检查点含有 MambaIR U-Net；教师网络必须是 Restormer。</translation>
    </message>
    <message>
        <source>The checkpoint holds neither a Restormer (encoder_level1.0.attn.qkv.weight) nor a MambaIR U-Net (encoder_level1.0.self_attention.A_logs).</source>
        <translation>检查点既不含 Restormer（encoder_level1.0.attn.qkv.weight），也不含 MambaIR U-Net（encoder_level1.0.self_attention.A_logs）。</translation>
    </message>
    <message>
        <source>The checkpoint&apos;s state size differs between levels (%1), a later layout of MambaIR&apos;s U-Net that is not supported; use one with a single d_state.</source>
        <translation>检查点各层级的状态大小不同（%1），属于不受支持的较新 MambaIR U-Net 布局；请使用 d_state 单一的检查点。</translation>
    </message>
    <message>
        <source>The covariance of a Gaussian process cannot be factored; give it more noise.</source>
        <translation>高斯过程的协方差不能分解；请增加噪声。</translation>
    </message>
    <message>
        <source>The data of %1 is missing, so %2 was not written.</source>
        <translation>%1 的数据缺失，因此未写入 %2。</translation>
    </message>
    <message>
        <source>The description of the surrogate&apos;s blocks is damaged.</source>
        <translation>替代块的块描述已损坏。</translation>
    </message>
    <message>
        <source>The device %1 does not answer (%2): %3</source>
        <translation>设备 %1 没有应答（%2）：%3</translation>
    </message>
    <message>
        <source>The device %1 has %2 free below /data/local/tmp and %3 are needed; free some space there or remove earlier models from the device.</source>
        <translation>设备 %1 在 /data/local/tmp 下剩余 %2，而需要 %3；请在那里腾出空间，或从设备删除先前的模型。</translation>
    </message>
    <message>
        <source>The device %1 ran out of space while &quot;%2&quot; (%3) was sent; free some space there or remove earlier models from the device.</source>
        <translation>发送“%2”（%3）时设备 %1 空间耗尽；请在那里腾出空间，或从设备删除先前的模型。</translation>
    </message>
    <message>
        <source>The edge %1 cannot stand at %2, which has %3 blocks.</source>
        <translation>边 %1 不能位于 %2，它有 %3 个块。</translation>
    </message>
    <message>
        <source>The edge %1 does not fit: the stage has %2 blocks and an edge covers exactly its span.</source>
        <translation>边 %1 不合适：该级有 %2 个块，一条边恰好覆盖其跨段。</translation>
    </message>
    <message>
        <source>The edge %1 is not in the search space.</source>
        <translation>边 %1 不在搜索空间中。</translation>
    </message>
    <message>
        <source>The edge %1 of %2 blocks for %3 %4.</source>
        <translation>%3 的 %2 个块的边 %1 %4。</translation>
    </message>
    <message>
        <source>The engine cannot be loaded: %1. Build or install it again.</source>
        <translation>引擎无法加载：%1。请重新构建或安装。</translation>
    </message>
    <message>
        <source>The engine could not be loaded.</source>
        <translation>引擎无法加载。</translation>
    </message>
    <message>
        <source>The engine library %1 is neither beside the program nor in ../lib/kintsugi. Build or install it again.</source>
        <translation>引擎库 %1 既不在程序旁，也不在 ../lib/kintsugi 中。请重新构建或安装。</translation>
    </message>
    <message>
        <source>The engine library is of another version. Build or install it again.</source>
        <translation>引擎库属于另一版本。请重新构建或安装。</translation>
    </message>
    <message>
        <source>The file &quot;%1&quot; cannot be read (%2); build or export it again.</source>
        <translation>文件“%1”无法读取（%2）；请重新构建或导出。</translation>
    </message>
    <message>
        <source>The file &quot;%1&quot; is not there; export the model again.</source>
        <translation>文件“%1”不存在；请重新导出模型。</translation>
    </message>
    <message>
        <source>The files on the device %1 could not be removed (%2); check the connection and try again.</source>
        <translation>设备 %1 上的文件无法删除（%2）；请检查连接后重试。</translation>
    </message>
    <message>
        <source>The first training phase must begin at 0.</source>
        <translation>第一个训练阶段必须从 0 开始。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made: %2.</source>
        <translation>无法创建文件夹 %1：%2。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be read: %2. Check its name and permissions.</source>
        <translation>无法读取文件夹 %1：%2。请检查其名称和权限。</translation>
    </message>
    <message>
        <source>The folder %1 for the exported models cannot be made (%2); free some space or choose another with TMPDIR.</source>
        <translation>无法创建存放导出模型的文件夹 %1（%2）；请腾出空间，或用 TMPDIR 另选。</translation>
    </message>
    <message>
        <source>The folder %1 for the stages&apos; models cannot be made (%2); choose another.</source>
        <translation>无法创建存放各级模型的文件夹 %1（%2）；请另选。</translation>
    </message>
    <message>
        <source>The image size %1x%2 must be between 1 and %3 on each side.</source>
        <translation>图像尺寸 %1x%2 的每边必须在 1 到 %3 之间。</translation>
    </message>
    <message>
        <source>The library has no surrogates of these kinds for the space &apos;%1&apos;. Distil them first, for example with --spans %2.</source>
        <translation>库中没有用于空间“%1”的这些种类的替代块。请先蒸馏，例如用 --spans %2。</translation>
    </message>
    <message>
        <source>The measured loss of %1 is not a finite number; check its surrogates.</source>
        <translation>%1 的实测损失不是有限数；请检查其替代块。</translation>
    </message>
    <message>
        <source>The method ens takes one category for each way through a stage, and stage %1 has more than %2 ways; use exact, nsga2 or random, or allow whole stages only.</source>
        <translation>方法 ens 为每级的每条通路取一个类别，而 %1 级有超过 %2 条通路；请使用 exact、nsga2 或 random，或只允许整级。</translation>
    </message>
    <message>
        <source>The minimum gain must be at least 0, not %1.</source>
        <translation>最小增益必须至少为 0，而不是 %1。</translation>
    </message>
    <message>
        <source>The model for %1 is not valid ONNX, which is a defect of this program: %2</source>
        <translation>%1 的模型不是有效的 ONNX，这是本程序的缺陷：%2</translation>
    </message>
    <message>
        <source>The name or text “%1” is not valid UTF-8; rename it.</source>
        <translation>名称或文本“%1”不是有效的 UTF-8；请重命名。</translation>
    </message>
    <message>
        <source>The network cannot be entered at %1: the features of %2 are missing.</source>
        <translation>不能从 %1 进入网络：缺少 %2 的特征。</translation>
    </message>
    <message>
        <source>The network configuration is not valid JSON near byte %1; check the file.</source>
        <translation>网络配置在字节 %1 附近不是有效的 JSON；请检查文件。</translation>
    </message>
    <message>
        <source>The network configuration must be a JSON object with options such as dim and num_blocks.</source>
        <translation>网络配置必须是含 dim、num_blocks 等选项的 JSON 对象。</translation>
    </message>
    <message>
        <source>The network option %1 is unknown; known are %2.</source>
        <translation>网络选项 %1 未知；已知的有 %2。</translation>
    </message>
    <message>
        <source>The network option %1 must be %2, but it is %3.</source>
        <translation>网络选项 %1 必须是 %2，但它是 %3。</translation>
    </message>
    <message>
        <source>The network takes %1 channels (batch x %2 x height x width), the input has %3.</source>
        <translation>网络接受 %1 个通道（批 x %2 x 高 x 宽），而输入有 %3 个。</translation>
    </message>
    <message>
        <source>The network takes heights and widths that are multiples of 8, the input is %1x%2; pad it first.</source>
        <translation>网络接受 8 的倍数的高和宽，而输入为 %1x%2；请先填充。</translation>
    </message>
    <message>
        <source>The network to be exported does not have the blocks of &apos;%1&apos; in stage %2.</source>
        <translation>要导出的网络在 %2 级没有“%1”的块。</translation>
    </message>
    <message>
        <source>The network&apos;s output is not finite on the test picture, so nothing can be compared with it; its weights are damaged.</source>
        <translation>网络在测试图像上的输出不是有限值，因此无从比较；其权重已损坏。</translation>
    </message>
    <message>
        <source>The project has no search %1.</source>
        <translation>本项目没有搜索 %1。</translation>
    </message>
    <message>
        <source>The rectangle %1 x %2 at (%3, %4) does not lie inside the image of %5 x %6 pixels.</source>
        <translation>位于 (%3, %4) 的 %1 x %2 矩形不在 %5 x %6 像素的图像之内。</translation>
    </message>
    <message>
        <source>The restoration was stopped before the picture was complete.</source>
        <translation>图像完成前复原被停止。</translation>
    </message>
    <message>
        <source>The run in %1 cannot be continued: it was started with %2 = %3, now it is %4. Use the same value, or train anew without --resume.</source>
        <translation>%1 中的训练不能继续：它以 %2 = %3 开始，现在是 %4。请使用相同的值，或不带 --resume 重新训练。</translation>
    </message>
    <message>
        <source>The run was cancelled before its first pass; start it again for a result.</source>
        <translation>运行在第一次推理前被取消；请重新开始以得到结果。</translation>
    </message>
    <message>
        <source>The runner &quot;%1&quot; is not there; build the target kintsugi-runner.</source>
        <translation>运行程序“%1”不存在；请构建目标 kintsugi-runner。</translation>
    </message>
    <message>
        <source>The search for the worst patches was stopped.</source>
        <translation>对最差图块的查找已停止。</translation>
    </message>
    <message>
        <source>The search over &apos;%1&apos; was described by another version and cannot go on here.</source>
        <translation>对“%1”的搜索由另一版本描述，不能在此继续。</translation>
    </message>
    <message>
        <source>The search space has no path through stage %1.</source>
        <translation>搜索空间没有通过 %1 级的路径。</translation>
    </message>
    <message>
        <source>The search space lacks the all-teacher path, which every search starts from; allow all teacher blocks.</source>
        <translation>搜索空间缺少每次搜索起始的全教师路径；请允许所有教师块。</translation>
    </message>
    <message>
        <source>The search was stopped after %1 evaluations.</source>
        <translation>搜索在 %1 次评估后停止。</translation>
    </message>
    <message>
        <source>The share of drifted steps must be between 0 and 1.</source>
        <translation>漂移步骤的比例必须在 0 到 1 之间。</translation>
    </message>
    <message>
        <source>The share of the run in which the network grows must be below 1.</source>
        <translation>网络生长所占的比例必须小于 1。</translation>
    </message>
    <message>
        <source>The share of the run without the deepest skip connection must be at most 0.9, since fading it in takes a tenth.</source>
        <translation>不带最深跳跃连接的比例至多为 0.9，因为淡入需要十分之一。</translation>
    </message>
    <message>
        <source>The span %1 lies outside the %2 blocks of its stage.</source>
        <translation>跨段 %1 超出其级的 %2 个块。</translation>
    </message>
    <message>
        <source>The span &quot;%1&quot; %2.</source>
        <translation>跨段“%1”%2。</translation>
    </message>
    <message>
        <source>The surrogate %1 has not been distilled in this project. Distil it first, or use T or skip there.</source>
        <translation>本项目尚未蒸馏替代块 %1。请先蒸馏，或在那里使用 T 或 skip。</translation>
    </message>
    <message>
        <source>The surrogate %1 has not been distilled in this project. Distil it first.</source>
        <translation>本项目尚未蒸馏替代块 %1。请先蒸馏。</translation>
    </message>
    <message>
        <source>The task %1 works on %2 channels, and the image has %3.</source>
        <translation>任务 %1 处理 %2 个通道，而图像有 %3 个。</translation>
    </message>
    <message>
        <source>The task %1 works on %2 channels, the configuration has %3 in and %4 out.</source>
        <translation>任务 %1 处理 %2 个通道，而配置输入 %3、输出 %4。</translation>
    </message>
    <message>
        <source>The task %1 works on %2 channels, the network in %3 on %4.</source>
        <translation>任务 %1 处理 %2 个通道，而 %3 中的网络处理 %4 个。</translation>
    </message>
    <message>
        <source>The task is empty; make it with parseTask.</source>
        <translation>任务为空；请用 parseTask 创建。</translation>
    </message>
    <message>
        <source>The tensor %1 has an impossible shape.</source>
        <translation>张量 %1 的形状不可能。</translation>
    </message>
    <message>
        <source>The tensor %1 has the shape [%2], which fits no known network; give its configuration.</source>
        <translation>张量 %1 的形状为 [%2]，不符合任何已知网络；请给出其配置。</translation>
    </message>
    <message>
        <source>The tensors are too large for one file.</source>
        <translation>张量太大，一个文件放不下。</translation>
    </message>
    <message>
        <source>The tensors of %1 do not fit the network: %2; %3.</source>
        <translation>%1 的张量与网络不符：%2；%3。</translation>
    </message>
    <message>
        <source>The tiles were planned for %1 x %2 pixels, and the picture has %3 x %4.</source>
        <translation>分块是为 %1 x %2 像素规划的，而图像为 %3 x %4。</translation>
    </message>
    <message>
        <source>The times of a run that is not complete cannot be used; time again.</source>
        <translation>未完成的运行的时间不能使用；请重新计时。</translation>
    </message>
    <message>
        <source>The times of single edges on %1 are not complete: %2</source>
        <translation>%1 上单个边的时间不完整：%2</translation>
    </message>
    <message>
        <source>The timing program for phones is missing; script/build-runner builds it, or set KINTSUGI_RUNNER_BUNDLES to its folder.</source>
        <translation>缺少手机用的计时程序；script/build-runner 可构建它，或把 KINTSUGI_RUNNER_BUNDLES 设为其文件夹。</translation>
    </message>
    <message>
        <source>The timing program kintsugi-runner is missing beside this one. It is built when ONNX Runtime is there: run script/onnxruntime and build again.</source>
        <translation>本程序旁缺少计时程序 kintsugi-runner。有 ONNX Runtime 时才会构建它：请运行 script/onnxruntime 并重新构建。</translation>
    </message>
    <message>
        <source>The timing report has schema %1, but only schema 1 is known; open it with a newer version.</source>
        <translation>计时报告的版式为 %1，而只认识版式 1；请用更新的版本打开。</translation>
    </message>
    <message>
        <source>The timing report is not what it should be (%1); measure again.</source>
        <translation>计时报告不符合要求（%1）；请重新测量。</translation>
    </message>
    <message>
        <source>The training diverged of %1. Distil %2 with a smaller learning rate; all others are finished and kept.</source>
        <translation>%1 的训练发散。请以较小的学习率蒸馏 %2；其余均已完成并保留。</translation>
    </message>
    <message>
        <source>The validation set %1 is stored already, with another description (&apos;%2&apos;, not &apos;%3&apos;). Its name must depend on all that it is made of.</source>
        <translation>验证集 %1 已以另一描述保存（“%2”，而不是“%3”）。其名称必须取决于它的全部内容。</translation>
    </message>
    <message>
        <source>There are no photographs to train on%1. Give at least one pack or folder with images.</source>
        <translation>没有用于训练的照片%1。请至少给一个图包或含图像的文件夹。</translation>
    </message>
    <message>
        <source>There are no times to summarise; measure at least one pass.</source>
        <translation>没有可汇总的时间；请至少测量一次推理。</translation>
    </message>
    <message>
        <source>There is no cost &apos;%1&apos;; use transformers, penalty, macs, parameters or latency:DEVICE.</source>
        <translation>没有代价“%1”；请使用 transformers、penalty、macs、parameters 或 latency:DEVICE。</translation>
    </message>
    <message>
        <source>There is no image to evaluate on.</source>
        <translation>没有可评估的图像。</translation>
    </message>
    <message>
        <source>There is no image to preview on. Open one first.</source>
        <translation>没有可预览的图像。请先打开一幅。</translation>
    </message>
    <message>
        <source>There is no kind of block &quot;%1&quot;; the kinds are %2.</source>
        <translation>没有名为“%1”的块种类；种类有 %2。</translation>
    </message>
    <message>
        <source>There is no median of an empty list; measure at least one value.</source>
        <translation>空列表没有中位数；请至少测量一个值。</translation>
    </message>
    <message>
        <source>There is no model to time; choose at least one architecture.</source>
        <translation>没有要计时的模型；请至少选择一个架构。</translation>
    </message>
    <message>
        <source>There is no runner for the device %1 with the processor &quot;%2&quot;; %3</source>
        <translation>没有适用于设备 %1（处理器“%2”）的运行程序；%3</translation>
    </message>
    <message>
        <source>There is no search %1 in this project. List them with &apos;kintsugi-cli front&apos;.</source>
        <translation>本项目没有搜索 %1。用“kintsugi-cli front”列出。</translation>
    </message>
    <message>
        <source>There is no space &apos;%1&apos;; use stages, blocks or all.</source>
        <translation>没有空间“%1”；请使用 stages、blocks 或 all。</translation>
    </message>
    <message>
        <source>There is no stage &quot;%1&quot;; the stages are %2.</source>
        <translation>没有名为“%1”的级；级有 %2。</translation>
    </message>
    <message>
        <source>This build of Kintsugi has no ONNX Runtime, so models cannot be compared; run script/onnxruntime and build again.</source>
        <translation>此版本的 Kintsugi 没有 ONNX Runtime，因此无法比较模型；请运行 script/onnxruntime 并重新构建。</translation>
    </message>
    <message>
        <source>Tiles of %1 pixels with an overlap of %2 are not possible; give a tile that is a multiple of %3 and an overlap that is smaller than the tile.</source>
        <translation>重叠 %2 的 %1 像素分块不可行；分块须为 %3 的倍数，重叠须小于分块。</translation>
    </message>
    <message>
        <source>Training needs at least one iteration, one replica, one phase and positive intervals.</source>
        <translation>训练需要至少一次迭代、一个副本、一个阶段和正的间隔。</translation>
    </message>
    <message>
        <source>Training stopped at iteration %1 of %2.</source>
        <translation>训练停在第 %1/%2 次迭代。</translation>
    </message>
    <message>
        <source>Training stopped at iteration %1: %2 is not finite. Resume from the last checkpoint with a smaller learning rate.</source>
        <translation>训练停在第 %1 次迭代：%2 不是有限值。请以较小的学习率从最近的检查点继续。</translation>
    </message>
    <message>
        <source>Validation crops of %1 pixels cannot be used; take a multiple of 8 from 16.</source>
        <translation>不能使用 %1 像素的验证裁剪；请取 16 以上 8 的倍数。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; arrived damaged on the device %2 twice; try another cable or port.</source>
        <translation>“%1”两次到达设备 %2 时都已损坏；请换一根线或一个端口。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a task. Give one of: %2, with SIGMA above 0 and at most 255.</source>
        <translation>“%1”不是任务。请给出以下之一：%2，其中 SIGMA 大于 0 且至多 255。</translation>
    </message>
    <message>
        <source>A step on %1 patches of %2x%3 needs more than %4 GiB of memory, and %5 GiB are free. Take a smaller --patch or --batch.</source>
        <translation>一步处理 %1 个 %2x%3 的图块需要超过 %4 GiB 内存，而空闲 %5 GiB。请减小 --patch 或 --batch。</translation>
    </message>
    <message>
        <source>Search %1 was measured on other images or with another teacher, so it cannot go on with these.</source>
        <translation>搜索 %1 是在其他图像或用另一教师网络测量的，因此不能用现有的继续。</translation>
    </message>
    <message>
        <source>Stopped before it began.</source>
        <translation>开始之前已停止。</translation>
    </message>
    <message>
        <source>%1 dimensions</source>
        <translation>%1 个维度</translation>
    </message>
    <message>
        <source>%1 has %2 bytes of data, which is not what its shape and type need</source>
        <translation>%1 有 %2 字节数据，与其形状和类型所需不符</translation>
    </message>
    <message>
        <source>%1 is not where the directory says</source>
        <translation>%1 不在目录所说的位置</translation>
    </message>
    <message>
        <source>%1 reaches beyond the end of the file</source>
        <translation>%1 超出文件末尾</translation>
    </message>
    <message>
        <source>&apos;.&apos; and edges for the remaining %1 of %2 blocks</source>
        <translation>“.”以及其余 %1 个（共 %2 个）块的边</translation>
    </message>
    <message>
        <source>&apos;.&apos;, &apos;*&apos;, &apos;/&apos; or the end of the text</source>
        <translation>“.”、“*”、“/”或文本结尾</translation>
    </message>
    <message>
        <source>&apos;/&apos; or the end, because all %1 blocks of the stage are covered</source>
        <translation>“/”或结尾，因为该级的全部 %1 个块都已覆盖</translation>
    </message>
    <message>
        <source>BigTIFF is not supported</source>
        <translation>不支持 BigTIFF</translation>
    </message>
    <message>
        <source>Convert it to RGB</source>
        <translation>请转换为 RGB</translation>
    </message>
    <message>
        <source>Cut it into smaller pictures</source>
        <translation>请裁成较小的图像</translation>
    </message>
    <message>
        <source>GIF is not supported</source>
        <translation>不支持 GIF</translation>
    </message>
    <message>
        <source>Save one frame as a plain PNG</source>
        <translation>请把一帧另存为普通 PNG</translation>
    </message>
    <message>
        <source>Save one frame as a plain picture</source>
        <translation>请把一帧另存为普通图像</translation>
    </message>
    <message>
        <source>Save one page as a picture of its own</source>
        <translation>请把一页另存为单独的图像</translation>
    </message>
    <message>
        <source>Save the picture as PNG</source>
        <translation>请把图像另存为 PNG</translation>
    </message>
    <message>
        <source>Save the picture as plain TIFF or PNG</source>
        <translation>请把图像另存为普通 TIFF 或 PNG</translation>
    </message>
    <message>
        <source>Save the picture in one of these formats</source>
        <translation>请以这些格式之一保存图像</translation>
    </message>
    <message>
        <source>&quot;WithBias&quot; or &quot;BiasFree&quot;</source>
        <translation>“WithBias”或“BiasFree”</translation>
    </message>
    <message>
        <source>a JSON object with options such as dim and num_blocks</source>
        <translation>含 dim、num_blocks 等选项的 JSON 对象</translation>
    </message>
    <message>
        <source>a database of another program, not of a Kintsugi project</source>
        <translation>另一个程序的数据库，而不是 Kintsugi 项目的</translation>
    </message>
    <message>
        <source>a divisor of the %1 channels at level %2</source>
        <translation>层级 %2 的 %1 个通道的约数</translation>
    </message>
    <message>
        <source>a list of 4 whole numbers</source>
        <translation>4 个整数的列表</translation>
    </message>
    <message>
        <source>a pass has no time</source>
        <translation>有一次推理没有时间</translation>
    </message>
    <message>
        <source>a picture has 1 or 3 channels, not %1</source>
        <translation>图像有 1 或 3 个通道，而不是 %1 个</translation>
    </message>
    <message>
        <source>a picture has 8 or 16 bits, not %1</source>
        <translation>图像为 8 或 16 位，而不是 %1 位</translation>
    </message>
    <message>
        <source>a record names no model that was asked for</source>
        <translation>有记录所指的模型并未要求</translation>
    </message>
    <message>
        <source>a size is missing in its directory</source>
        <translation>其目录中缺少大小</translation>
    </message>
    <message>
        <source>a storage has two element types</source>
        <translation>某个存储有两种元素类型</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>adds to something that cannot hold it</source>
        <translation>向不能容纳的对象添加内容</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>另一个程序</translation>
    </message>
    <message>
        <source>between %1 and %2</source>
        <translation>在 %1 与 %2 之间</translation>
    </message>
    <message>
        <source>between %1 and 64</source>
        <translation>在 %1 与 64 之间</translation>
    </message>
    <message>
        <source>calls something that is not a function</source>
        <translation>调用了并非函数的对象</translation>
    </message>
    <message>
        <source>closes a group that was not opened</source>
        <translation>关闭了未打开的组</translation>
    </message>
    <message>
        <source>describes %1 incompletely</source>
        <translation>对 %1 的描述不完整</translation>
    </message>
    <message>
        <source>describes more than %1 values</source>
        <translation>描述了超过 %1 个值</translation>
    </message>
    <message>
        <source>edges that cover the remaining %1 of %2 blocks, not %3</source>
        <translation>覆盖其余 %1 个（共 %2 个）块而不是 %3 个的边</translation>
    </message>
    <message>
        <source>ends early</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>equal to inp_channels (%1), because the input is added to the output</source>
        <translation>等于 inp_channels（%1），因为输入要加到输出上</translation>
    </message>
    <message>
        <source>even, because the first downsampling halves it</source>
        <translation>偶数，因为第一次下采样会减半</translation>
    </message>
    <message>
        <source>every announced tensor is complete</source>
        <translation>宣布的每个张量都已完整</translation>
    </message>
    <message>
        <source>false for MambaIR&apos;s U-Net, whose dual-pixel branch does not run upstream</source>
        <translation>false（MambaIR 的 U-Net，其双像素分支在上游不能运行）</translation>
    </message>
    <message>
        <source>gives %1 the type %2, which Kintsugi does not know</source>
        <translation>给 %1 的类型 %2 是 Kintsugi 不认识的</translation>
    </message>
    <message>
        <source>has a counter made of something else</source>
        <translation>有由其他东西构成的计数器</translation>
    </message>
    <message>
        <source>has a dictionary made of something else</source>
        <translation>有由其他东西构成的字典</translation>
    </message>
    <message>
        <source>has a dictionary of things that are not pairs</source>
        <translation>字典中有不成对的东西</translation>
    </message>
    <message>
        <source>has a name that is not text</source>
        <translation>有不是文本的名称</translation>
    </message>
    <message>
        <source>has a name without a value</source>
        <translation>有没有值的名称</translation>
    </message>
    <message>
        <source>has a name without an end</source>
        <translation>有没有结尾的名称</translation>
    </message>
    <message>
        <source>has a parameter that is not a tensor</source>
        <translation>有不是张量的参数</translation>
    </message>
    <message>
        <source>has a shape that is not a tuple</source>
        <translation>有不是元组的形状</translation>
    </message>
    <message>
        <source>has a storage of another size</source>
        <translation>有大小不同的存储</translation>
    </message>
    <message>
        <source>has a storage that is not a tuple</source>
        <translation>有不是元组的存储</translation>
    </message>
    <message>
        <source>has no storage</source>
        <translation>没有存储</translation>
    </message>
    <message>
        <source>has no usable shape</source>
        <translation>没有可用的形状</translation>
    </message>
    <message>
        <source>has the unknown field %1</source>
        <translation>有未知字段 %1</translation>
    </message>
    <message>
        <source>has the unknown instruction 0x%1</source>
        <translation>有未知指令 0x%1</translation>
    </message>
    <message>
        <source>has the unknown pickle protocol %1</source>
        <translation>有未知的 pickle 协议 %1</translation>
    </message>
    <message>
        <source>holds a list in a wrong place</source>
        <translation>在错误的位置含有列表</translation>
    </message>
    <message>
        <source>holds a negative number</source>
        <translation>含有负数</translation>
    </message>
    <message>
        <source>holds a number in a wrong place</source>
        <translation>在错误的位置含有数字</translation>
    </message>
    <message>
        <source>holds a number that is not a whole one</source>
        <translation>含有不是整数的数字</translation>
    </message>
    <message>
        <source>holds a true or false</source>
        <translation>含有真或假</translation>
    </message>
    <message>
        <source>holds binary data</source>
        <translation>含有二进制数据</translation>
    </message>
    <message>
        <source>holds text in a wrong place</source>
        <translation>在错误的位置含有文本</translation>
    </message>
    <message>
        <source>is described incompletely</source>
        <translation>描述不完整</translation>
    </message>
    <message>
        <source>is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>is not valid JSON at byte %1</source>
        <translation>在字节 %1 处不是有效的 JSON</translation>
    </message>
    <message>
        <source>it greeted twice</source>
        <translation>它打了两次招呼</translation>
    </message>
    <message>
        <source>it has %1 x %2 pixels, more than %3 million</source>
        <translation>它有 %1 x %2 像素，超过 %3 百万</translation>
    </message>
    <message>
        <source>it has only %1 bytes</source>
        <translation>它只有 %1 字节</translation>
    </message>
    <message>
        <source>it has several pages</source>
        <translation>它有多页</translation>
    </message>
    <message>
        <source>it holds %1 bytes of data but its header describes %2</source>
        <translation>它含 %1 字节数据，而其头部描述了 %2</translation>
    </message>
    <message>
        <source>it holds %1 twice</source>
        <translation>它含有两个 %1</translation>
    </message>
    <message>
        <source>it is an animation</source>
        <translation>它是动画</translation>
    </message>
    <message>
        <source>it is cut off</source>
        <translation>它被截断</translation>
    </message>
    <message>
        <source>it is damaged (a checksum does not fit)</source>
        <translation>它已损坏（校验和不符）</translation>
    </message>
    <message>
        <source>it is damaged or of an unusual kind</source>
        <translation>它已损坏或属于不常见的种类</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>它是空的</translation>
    </message>
    <message>
        <source>it is larger than 2 GB</source>
        <translation>它大于 2 GB</translation>
    </message>
    <message>
        <source>it is not a PNG, JPEG, TIFF or WebP picture</source>
        <translation>它不是 PNG、JPEG、TIFF 或 WebP 图像</translation>
    </message>
    <message>
        <source>it lists a storage that no tensor uses</source>
        <translation>它列出了没有张量使用的存储</translation>
    </message>
    <message>
        <source>it lists a storage twice</source>
        <translation>它把一个存储列了两次</translation>
    </message>
    <message>
        <source>it names no size</source>
        <translation>它没有给出尺寸</translation>
    </message>
    <message>
        <source>its colours are CMYK, for printing</source>
        <translation>其颜色为印刷用的 CMYK</translation>
    </message>
    <message>
        <source>its directory at the end is missing</source>
        <translation>其末尾的目录缺失</translation>
    </message>
    <message>
        <source>its directory is broken</source>
        <translation>其目录已损坏</translation>
    </message>
    <message>
        <source>its directory lies outside the file</source>
        <translation>其目录位于文件之外</translation>
    </message>
    <message>
        <source>its header claims %1 bytes but the file ends after %2</source>
        <translation>其头部声称 %1 字节，而文件在 %2 之后结束</translation>
    </message>
    <message>
        <source>its header claims %1 bytes, more than the %2 that the format allows</source>
        <translation>其头部声称 %1 字节，超过格式允许的 %2</translation>
    </message>
    <message>
        <source>its header does not begin with &apos;{&apos;</source>
        <translation>其头部不以“{”开头</translation>
    </message>
    <message>
        <source>its kind of colours is not supported</source>
        <translation>其颜色种类不受支持</translation>
    </message>
    <message>
        <source>its list of storages is missing</source>
        <translation>其存储列表缺失</translation>
    </message>
    <message>
        <source>its samples are not whole numbers of 8 or 16 bits</source>
        <translation>其样本不是 8 或 16 位整数</translation>
    </message>
    <message>
        <source>its samples are not whole numbers of 8 or 16 bits in grey or RGB</source>
        <translation>其样本不是灰度或 RGB 的 8 或 16 位整数</translation>
    </message>
    <message>
        <source>its schema is not 1</source>
        <translation>其版式不是 1</translation>
    </message>
    <message>
        <source>its zip64 directory is missing</source>
        <translation>其 zip64 目录缺失</translation>
    </message>
    <message>
        <source>names %1 twice</source>
        <translation>两次命名 %1</translation>
    </message>
    <message>
        <source>names %1.%2 by the pickle instruction INST</source>
        <translation>以 pickle 指令 INST 指名 %1.%2</translation>
    </message>
    <message>
        <source>not a database, or only the beginning of one</source>
        <translation>不是数据库，或只是其开头</translation>
    </message>
    <message>
        <source>numbers a value beyond its size</source>
        <translation>给某个值的编号超出其大小</translation>
    </message>
    <message>
        <source>reaches outside its storage</source>
        <translation>越出其存储</translation>
    </message>
    <message>
        <source>refers to a value that is not there</source>
        <translation>引用了不存在的值</translation>
    </message>
    <message>
        <source>repeats a dictionary too often</source>
        <translation>重复字典过多</translation>
    </message>
    <message>
        <source>sets the state of an object (pickle instruction BUILD)</source>
        <translation>设置对象的状态（pickle 指令 BUILD）</translation>
    </message>
    <message>
        <source>takes a value that is not there</source>
        <translation>取用了不存在的值</translation>
    </message>
    <message>
        <source>the data of %1 ends at %2 but the file holds only %3 bytes of data</source>
        <translation>%1 的数据在 %2 结束，而文件只含 %3 字节数据</translation>
    </message>
    <message>
        <source>the data of %1 is at %2..%3, which leaves a hole or overlaps another tensor</source>
        <translation>%1 的数据位于 %2..%3，留下空洞或与另一张量重叠</translation>
    </message>
    <message>
        <source>the data of a storage is missing</source>
        <translation>某个存储的数据缺失</translation>
    </message>
    <message>
        <source>the end of the text, because refine is the last stage</source>
        <translation>文本结尾，因为 refine 是最后一级</translation>
    </message>
    <message>
        <source>the file ends inside its data</source>
        <translation>文件在其数据中间结束</translation>
    </message>
    <message>
        <source>the number of equal edges, 1 to 999</source>
        <translation>相等边的个数，1 到 999</translation>
    </message>
    <message>
        <source>the quality is from 1 to 100, not %1</source>
        <translation>质量为 1 到 100，而不是 %1</translation>
    </message>
    <message>
        <source>the transparency has another size than the picture</source>
        <translation>透明度的尺寸与图像不同</translation>
    </message>
    <message>
        <source>there is not enough memory for it</source>
        <translation>内存不够</translation>
    </message>
    <message>
        <source>this format does not keep transparency; use .png</source>
        <translation>此格式不保留透明度；请使用 .png</translation>
    </message>
    <message>
        <source>this format holds 8 bits only; use .png or .tif for 16</source>
        <translation>此格式只有 8 位；16 位请使用 .png 或 .tif</translation>
    </message>
    <message>
        <source>this format holds at most %1 pixels per side; use .png</source>
        <translation>此格式每边至多 %1 像素；请使用 .png</translation>
    </message>
    <message>
        <source>transparency in this kind of TIFF is not supported</source>
        <translation>不支持此类 TIFF 的透明度</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>uses the pickle instruction %1</source>
        <translation>使用了 pickle 指令 %1</translation>
    </message>
</context>
<context>
    <name>FinetuneRole</name>
    <message>
        <source>chosen</source>
        <translation>所选</translation>
    </message>
    <message>
        <source>all surrogate</source>
        <translation>全部为替代块</translation>
    </message>
    <message>
        <source>knee candidate</source>
        <translation>拐点候选</translation>
    </message>
    <message>
        <source>teacher control</source>
        <translation>教师对照</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>%1 at the knee&apos;s latency</source>
        <translation>与拐点同延迟的%1</translation>
    </message>
</context>
<context>
    <name>ImageShelf</name>
    <message>
        <source>by %1</source>
        <translation>按 %1 退化</translation>
    </message>
    <message>
        <source>, cut to its middle</source>
        <translation>，裁取中央部分</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持原样</translation>
    </message>
</context>
<context>
    <name>PanePainter</name>
    <message>
        <source>No degraded image.</source>
        <translation>没有退化图像。</translation>
    </message>
    <message>
        <source>A is not restored yet.</source>
        <translation>A 尚未复原。</translation>
    </message>
    <message>
        <source>B is not restored yet.</source>
        <translation>B 尚未复原。</translation>
    </message>
    <message>
        <source>This image has no ground truth.</source>
        <translation>此图像没有真值。</translation>
    </message>
    <message>
        <source>There is no error map yet.</source>
        <translation>尚无误差图。</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>正在加载</translation>
    </message>
</context>
<context>
    <name>PlotExport</name>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>无法写入 %1：%2。</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>SVG (*.svg)</source>
        <translation>SVG (*.svg)</translation>
    </message>
    <message>
        <source>Exact data, comma separated (*.csv)</source>
        <translation>精确数据，逗号分隔 (*.csv)</translation>
    </message>
    <message>
        <source>%1 cannot be written; does its folder exist?</source>
        <translation>无法写入 %1；其文件夹是否存在？</translation>
    </message>
    <message>
        <source>Plots are saved as .png, .pdf or .svg, not as “.%1”.</source>
        <translation>绘图可保存为 .png、.pdf 或 .svg，不支持“.%1”。</translation>
    </message>
    <message>
        <source>Plots are saved as .png or .pdf by this build, not as “.%1”.</source>
        <translation>此版本的绘图可保存为 .png 或 .pdf，不支持“.%1”。</translation>
    </message>
</context>
<context>
    <name>ProjectValues</name>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>ReportPanels</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>No device is chosen.</source>
        <translation>没有选择设备。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>test fixture, no phone</source>
        <translation>测试桩，并非手机</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>访问方式</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>as a process of this computer</source>
        <translation>作为本机的进程</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>not asked yet; Identify asks</source>
        <translation>尚未查询；“识别”会查询</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>%1, 32-bit</source>
        <translation>%1，32 位</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>核心</translation>
    </message>
    <message>
        <source>as the system reported them after they were set</source>
        <translation>设置之后由系统报告</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>运行时</translation>
    </message>
    <message>
        <source>Runner</source>
        <translation>运行器</translation>
    </message>
    <message>
        <source>Scan kernel</source>
        <translation>扫描内核</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电池</translation>
    </message>
    <message>
        <source>Before → after</source>
        <translation>之前 → 之后</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>频率</translation>
    </message>
    <message>
        <source>lowest to highest of the cores</source>
        <translation>各核心的最低值至最高值</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Thermal status</source>
        <translation>热状态</translation>
    </message>
    <message>
        <source>as Android tells it</source>
        <translation>由 Android 报告</translation>
    </message>
    <message>
        <source>Waited to cool</source>
        <translation>等待降温</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>系统版本号</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>电量</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>可用空间</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Page size</source>
        <translation>页大小</translation>
    </message>
    <message>
        <source>Android SDK</source>
        <translation>Android SDK</translation>
    </message>
    <message>
        <source>reference kernels, no deployment runtime</source>
        <translation>参考内核，并非部署用运行时</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>RunState</name>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>正在暂停</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>SearchRequest</name>
    <message>
        <source>whole stages</source>
        <translation>整个阶段</translation>
    </message>
    <message>
        <source>single blocks</source>
        <translation>单个块</translation>
    </message>
    <message>
        <source>all spans</source>
        <translation>所有跨度</translation>
    </message>
    <message>
        <source>Exact span search</source>
        <translation>精确跨度搜索</translation>
    </message>
    <message>
        <source>ENS: GP + EHVI</source>
        <translation>ENS：GP + EHVI</translation>
    </message>
    <message>
        <source>NSGA-II</source>
        <translation>NSGA-II</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>adds surrogate losses, verifies the best</source>
        <translation>累加替代块的损失，再验证最佳者</translation>
    </message>
    <message>
        <source>one choice per stage, as in the paper</source>
        <translation>每个阶段一个选择，与论文相同</translation>
    </message>
    <message>
        <source>a population of paths, crossed and mutated</source>
        <translation>对路径种群做交叉与变异</translation>
    </message>
    <message>
        <source>control: evenly drawn paths</source>
        <translation>对照：均匀抽取路径</translation>
    </message>
    <message>
        <source>exact span search</source>
        <translation>精确跨度搜索</translation>
    </message>
    <message>
        <source>ENS</source>
        <translation>ENS</translation>
    </message>
    <message>
        <source>random search</source>
        <translation>随机搜索</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>every path</source>
        <translation>全部路径</translation>
    </message>
</context>
<context>
    <name>Slot</name>
    <message>
        <source>Degraded</source>
        <translation>退化图像</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>Error map</source>
        <translation>误差图</translation>
    </message>
</context>
<context>
    <name>TrialCost</name>
    <message>
        <source>transformers</source>
        <translation>Transformer 数</translation>
    </message>
    <message>
        <source>penalty</source>
        <translation>惩罚项</translation>
    </message>
    <message>
        <source>GMAC</source>
        <translation>GMAC</translation>
    </message>
    <message>
        <source>parameters, M</source>
        <translation>参数量，M</translation>
    </message>
    <message>
        <source>predicted ms</source>
        <translation>预测 ms</translation>
    </message>
    <message>
        <source>measured ms</source>
        <translation>实测 ms</translation>
    </message>
    <message>
        <source>transformer blocks</source>
        <translation>Transformer 块数</translation>
    </message>
    <message>
        <source>ENS penalty</source>
        <translation>ENS 惩罚项</translation>
    </message>
    <message>
        <source>multiply-accumulates at 256×256, 10⁹</source>
        <translation>256×256 下的乘加次数，10⁹</translation>
    </message>
    <message>
        <source>parameters, millions</source>
        <translation>参数量，百万</translation>
    </message>
    <message>
        <source>predicted latency, ms</source>
        <translation>预测延迟，ms</translation>
    </message>
    <message>
        <source>predicted latency, ms (%1)</source>
        <translation>预测延迟，ms（%1）</translation>
    </message>
    <message>
        <source>measured latency, ms</source>
        <translation>实测延迟，ms</translation>
    </message>
    <message>
        <source>measured latency, ms (%1)</source>
        <translation>实测延迟，ms（%1）</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>%1 T</source>
        <translation>%1 T</translation>
    </message>
    <message>
        <source>penalty %1</source>
        <translation>惩罚项 %1</translation>
    </message>
</context>
<context>
    <name>TrialCsv</name>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>无法写入 %1：%2。</translation>
    </message>
</context>
<context>
    <name>TrialQuery</name>
    <message>
        <source>There is no stage “%1”; the stages are %2.</source>
        <translation>没有阶段“%1”；可用的阶段有 %2。</translation>
    </message>
    <message>
        <source>After “%1” an edge is missing, for example %1T or %1lite1:2.</source>
        <translation>“%1”之后缺少一条边，例如 %1T 或 %1lite1:2。</translation>
    </message>
    <message>
        <source>Before “%1” a name is missing, for example ms %1 2600.</source>
        <translation>“%1”之前缺少名称，例如 ms %1 2600。</translation>
    </message>
    <message>
        <source>“%1” cannot be compared; these can: %2.</source>
        <translation>“%1”不能用于比较；可用的有：%2。</translation>
    </message>
    <message>
        <source>After “%1 %2” a number is missing, for example ms &lt; 2600.</source>
        <translation>“%1 %2”之后缺少数值，例如 ms &lt; 2600。</translation>
    </message>
    <message>
        <source>“%1” after “%2 %3” is not a number.</source>
        <translation>“%2 %3”之后的“%1”不是数值。</translation>
    </message>
    <message>
        <source>“%1” is not understood.</source>
        <translation>无法理解“%1”。</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>剩余不到一分钟</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>剩余 %1 分钟</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>剩余 %1 小时</translation>
    </message>
    <message>
        <source>transformer</source>
        <translation>Transformer</translation>
    </message>
    <message>
        <source>lite</source>
        <translation>轻量</translation>
    </message>
    <message>
        <source>fewer transformers</source>
        <translation>更少的 Transformer</translation>
    </message>
    <message>
        <source>gated, no scan</source>
        <translation>门控，无扫描</translation>
    </message>
    <message>
        <source>skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 换为 %2</translation>
    </message>
</context>
<context>
    <name>kintsugi::AssembleWorkspace</name>
    <message>
        <source>Preset: all transformer</source>
        <translation>预设：全部为 Transformer</translation>
    </message>
    <message>
        <source>Preset: all surrogate</source>
        <translation>预设：全部为替代块</translation>
    </message>
    <message>
        <source>No knee yet: run a search first</source>
        <translation>尚无拐点：请先运行一次搜索</translation>
    </message>
    <message>
        <source>Library and training</source>
        <translation>替代块库与训练</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Operations and parameters at 256×256.</source>
        <translation>256×256 下的运算量与参数量。</translation>
    </message>
    <message>
        <source>PSNR and SSIM on %1, RGB, 8 bits. Operations at 256×256.</source>
        <translation>PSNR 与 SSIM 在 %1 上测得，RGB，8 位。运算量按 256×256 计。</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>crop at x %1, y %2, this computer</source>
        <translation>裁剪位置 x %1，y %2，本机</translation>
    </message>
    <message>
        <source>%1 has no loss curve</source>
        <translation>%1 没有损失曲线</translation>
    </message>
    <message>
        <source>%1 is the teacher&apos;s already</source>
        <translation>%1 已经是教师网络的块</translation>
    </message>
    <message numerus="yes">
        <source>Distilling %n surrogate(s)</source>
        <translation>
            <numerusform>正在蒸馏 %n 个替代块</numerusform>
        </translation>
    </message>
    <message>
        <source>Assemble</source>
        <translation>组装</translation>
    </message>
    <message>
        <source>Double-click a block to swap it, or press T.</source>
        <translation>双击块即可替换，或按 T。</translation>
    </message>
    <message>
        <source>Predicted ms: %1, sum of blocks.</source>
        <translation>预测 ms：%1，各块之和。</translation>
    </message>
    <message>
        <source>Nothing runs there: the features pass unchanged</source>
        <translation>那里没有任何计算：特征原样通过</translation>
    </message>
    <message>
        <source>Train the teacher…</source>
        <translation>训练教师网络…</translation>
    </message>
    <message>
        <source>Fine-tune A…</source>
        <translation>微调 A…</translation>
    </message>
    <message>
        <source>Train the teacher of this project on the training images</source>
        <translation>用训练图像训练本项目的教师网络</translation>
    </message>
    <message>
        <source>Train A end to end, and measure it before and after</source>
        <translation>端到端训练 A，并在训练前后测量</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Fine-tuned</source>
        <translation>已微调</translation>
    </message>
    <message>
        <source>This project has surrogates of its teacher, which training would make worthless. Make a new project from its checkpoint, and train that one.</source>
        <translation>本项目已有该教师网络的替代块，训练会使它们失效。请用其检查点新建项目，再训练新项目。</translation>
    </message>
    <message>
        <source>Fine-tuning measures before and after, and the project has no validation images. Choose some in the Image menu.</source>
        <translation>微调前后都要测量，而本项目没有验证图像。请在“图像”菜单中选择。</translation>
    </message>
    <message>
        <source>Fine-tuning %1</source>
        <translation>正在微调 %1</translation>
    </message>
    <message>
        <source>Train the teacher</source>
        <translation>训练教师网络</translation>
    </message>
    <message>
        <source>A training of this teacher was interrupted. Go on with it, or begin anew? What it has learnt so far stays in the teacher either way.</source>
        <translation>该教师网络的训练曾被中断。继续，还是重新开始？无论哪种，已学到的内容都保留在教师网络中。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>The teacher of this project is trained already. Training goes on from its weights and replaces it; a copy stays in the project&apos;s folder train.</source>
        <translation>本项目的教师网络已经训练过。训练会从其权重继续并取代它；副本留在项目的 train 文件夹中。</translation>
    </message>
</context>
<context>
    <name>kintsugi::Banner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>kintsugi::CardButtons</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Identify</source>
        <translation>识别</translation>
    </message>
    <message>
        <source>Remove from device</source>
        <translation>从设备中移除</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Time the chosen architectures on %1</source>
        <translation>在 %1 上为所选架构计时</translation>
    </message>
    <message>
        <source>Ask %1 for its processor, cores and system</source>
        <translation>向 %1 查询其处理器、核心与系统</translation>
    </message>
    <message>
        <source>Delete the runner and the models that were pushed to %1; it asks first</source>
        <translation>删除推送到 %1 的运行器与模型；会先询问</translation>
    </message>
</context>
<context>
    <name>kintsugi::CellItem</name>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>letter of the kind, covers</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>kintsugi::CommandPalette</name>
    <message>
        <source>Nothing matches.</source>
        <translation>没有匹配项。</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Commands, blocks, trials and images</source>
        <translation>命令、块、试验与图像</translation>
    </message>
    <message>
        <source>Commands, blocks, trials, images</source>
        <translation>命令、块、试验、图像</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>command</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>kintsugi::CompareCanvas</name>
    <message>
        <source>Image comparison</source>
        <translation>图像对比</translation>
    </message>
    <message>
        <source>No image is open. Drop image files here, or choose some.</source>
        <translation>没有打开图像。请将图像文件拖放到此处，或选择文件。</translation>
    </message>
    <message>
        <source>Open images…</source>
        <translation>打开图像…</translation>
    </message>
    <message>
        <source>hold</source>
        <translation>按住</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>G</source>
        <translation>G</translation>
    </message>
    <message>
        <source>ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>D</source>
        <translation>D</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>退化图像</translation>
    </message>
    <message>
        <source>E</source>
        <translation>E</translation>
    </message>
    <message>
        <source>error map</source>
        <translation>误差图</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>x %1, y %2</source>
        <translation>x %1，y %2</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>PSNR: RGB, 8 bits, whole image</source>
        <translation>PSNR：RGB，8 位，整幅图像</translation>
    </message>
</context>
<context>
    <name>kintsugi::CompareView</name>
    <message>
        <source>Wipe</source>
        <translation>划变</translation>
    </message>
    <message>
        <source>Two images with a line to drag between them (W)</source>
        <translation>两幅图像，拖动中间的分界线 (W)</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Two images next to each other</source>
        <translation>两幅图像左右并排</translation>
    </message>
    <message>
        <source>Four-up</source>
        <translation>四联</translation>
    </message>
    <message>
        <source>Degraded, B, A and ground truth together</source>
        <translation>同时显示退化图像、B、A 与真值</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>快切</translation>
    </message>
    <message>
        <source>One image; hold B, G, D or E to see another</source>
        <translation>单幅图像；按住 B、G、D 或 E 查看另一幅</translation>
    </message>
    <message>
        <source>Show B</source>
        <translation>显示 B</translation>
    </message>
    <message>
        <source>Show B alone (in the viewer: hold B)</source>
        <translation>仅显示 B（在查看器中：按住 B）</translation>
    </message>
    <message>
        <source>Show ground truth</source>
        <translation>显示真值</translation>
    </message>
    <message>
        <source>Show the ground truth alone (in the viewer: hold G)</source>
        <translation>仅显示真值（在查看器中：按住 G）</translation>
    </message>
    <message>
        <source>Show degraded image</source>
        <translation>显示退化图像</translation>
    </message>
    <message>
        <source>Show the degraded image alone (in the viewer: hold D)</source>
        <translation>仅显示退化图像（在查看器中：按住 D）</translation>
    </message>
    <message>
        <source>Show error map</source>
        <translation>显示误差图</translation>
    </message>
    <message>
        <source>Show the error map alone (in the viewer: hold E)</source>
        <translation>仅显示误差图（在查看器中：按住 E）</translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation>交换两侧</translation>
    </message>
    <message>
        <source>Swap the left and the right image</source>
        <translation>交换左右两幅图像</translation>
    </message>
    <message>
        <source>Link zoom and pan</source>
        <translation>联动缩放与平移</translation>
    </message>
    <message>
        <source>Zoom and move all images together; offsets made before are kept</source>
        <translation>所有图像一起缩放和移动；此前的偏移保持不变</translation>
    </message>
    <message>
        <source>Align images</source>
        <translation>对齐图像</translation>
    </message>
    <message>
        <source>Remove the offsets between the images</source>
        <translation>消除图像之间的偏移</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>图块</translation>
    </message>
    <message>
        <source>Outline the worst patches</source>
        <translation>框出最差图块</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>One image pixel on one physical screen pixel (1)</source>
        <translation>一个图像像素对应一个屏幕物理像素 (1)</translation>
    </message>
    <message>
        <source>1:1</source>
        <translation>1:1</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Show the whole image (F)</source>
        <translation>显示整幅图像 (F)</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>缩小 (−)</translation>
    </message>
    <message>
        <source>Export figure…</source>
        <translation>导出插图…</translation>
    </message>
    <message>
        <source>Save what the viewer shows as a PNG picture</source>
        <translation>将查看器中的画面保存为 PNG 图片</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save restored image…</source>
        <translation>保存复原图像…</translation>
    </message>
    <message>
        <source>Save the image that A restored, at full size</source>
        <translation>以完整尺寸保存 A 复原的图像</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Left image</source>
        <translation>左侧图像</translation>
    </message>
    <message>
        <source>The image left of the line</source>
        <translation>分界线左侧的图像</translation>
    </message>
    <message>
        <source>Right image</source>
        <translation>右侧图像</translation>
    </message>
    <message>
        <source>The image right of the line, and the one that Flip shows</source>
        <translation>分界线右侧的图像，也是快切所显示的图像</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Physical screen pixels per image pixel</source>
        <translation>每个图像像素对应的屏幕物理像素数</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>导出插图</translation>
    </message>
    <message>
        <source>comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>The figure %1 could not be written: %2. Choose another folder.</source>
        <translation>无法写入插图 %1：%2。请选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>kintsugi::Comparison</name>
    <message>
        <source>Next patch</source>
        <translation>下一个图块</translation>
    </message>
    <message>
        <source>Go to the next worst patch (N)</source>
        <translation>转到下一个最差图块 (N)</translation>
    </message>
    <message>
        <source>Previous patch</source>
        <translation>上一个图块</translation>
    </message>
    <message>
        <source>Go to the previous worst patch (Shift+N)</source>
        <translation>转到上一个最差图块 (Shift+N)</translation>
    </message>
</context>
<context>
    <name>kintsugi::CostliestSwaps</name>
    <message>
        <source>Costliest single swaps, dB lost</source>
        <translation>代价最高的单项替换，损失 dB</translation>
    </message>
    <message>
        <source>%1: %2 loses %3 alone in the teacher</source>
        <translation>%1：%2 单独用于教师网络时损失 %3</translation>
    </message>
    <message>
        <source>No surrogate has been scored alone yet.</source>
        <translation>尚无替代块做过单独评分。</translation>
    </message>
</context>
<context>
    <name>kintsugi::CurvePlot</name>
    <message>
        <source>no loss yet</source>
        <translation>尚无损失</translation>
    </message>
    <message>
        <source>train —  held-out - -</source>
        <translation>训练 —  留出 - -</translation>
    </message>
    <message>
        <source>train —</source>
        <translation>训练 —</translation>
    </message>
    <message>
        <source>Loss against steps</source>
        <translation>损失随步数变化</translation>
    </message>
    <message>
        <source>%1 steps so far</source>
        <translation>目前 %1 步</translation>
    </message>
</context>
<context>
    <name>kintsugi::DeviceBoard</name>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Run on %1</source>
        <translation>在 %1 上运行</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>test fixture, no phone</source>
        <translation>测试桩，并非手机</translation>
    </message>
    <message>
        <source>a process of its own; differs from timing inside an app</source>
        <translation>独立进程；与在应用内计时不同</translation>
    </message>
    <message>
        <source>Nothing measured yet.</source>
        <translation>尚无测量结果。</translation>
    </message>
    <message>
        <source>each pass, median, quartiles, minimum to P90</source>
        <translation>每次推理、中位数、四分位数、最小值至 P90</translation>
    </message>
    <message>
        <source>running, no result yet</source>
        <translation>运行中，尚无结果</translation>
    </message>
    <message>
        <source>incomplete: %1</source>
        <translation>不完整：%1</translation>
    </message>
    <message>
        <source>Nothing measured on %1 yet.</source>
        <translation>%1 上尚无测量结果。</translation>
    </message>
    <message>
        <source>Nothing measured yet; choose a device first.</source>
        <translation>尚无测量结果；请先选择设备。</translation>
    </message>
    <message>
        <source>Save passes as CSV…</source>
        <translation>将各次推理保存为 CSV…</translation>
    </message>
    <message>
        <source>Save every pass of the shown report, with exact numbers</source>
        <translation>保存所显示报告的每次推理，使用精确数值</translation>
    </message>
    <message>
        <source>Save distribution as picture…</source>
        <translation>将分布保存为图片…</translation>
    </message>
    <message>
        <source>Save the latency distribution as shown</source>
        <translation>按显示的样子保存延迟分布</translation>
    </message>
    <message>
        <source>Save distribution</source>
        <translation>保存分布</translation>
    </message>
    <message>
        <source>Save passes</source>
        <translation>保存各次推理</translation>
    </message>
    <message>
        <source>Comma separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Show the numbers of this plot as a table</source>
        <translation>以表格显示此绘图的数值</translation>
    </message>
    <message>
        <source>%1 as a table</source>
        <translation>%1，以表格显示</translation>
    </message>
    <message>
        <source>Statistics of the times</source>
        <translation>时间统计</translation>
    </message>
    <message>
        <source>Latency distribution</source>
        <translation>延迟分布</translation>
    </message>
    <message>
        <source>Passes in order</source>
        <translation>按顺序的各次推理</translation>
    </message>
    <message>
        <source>Run order and temperature</source>
        <translation>运行顺序与温度</translation>
    </message>
    <message>
        <source>Measured time per stage</source>
        <translation>各阶段实测时间</translation>
    </message>
    <message>
        <source>bar A, outline B, tick predicted, ring profiled</source>
        <translation>条形为 A，轮廓为 B，刻线为预测，圆环为剖析</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>click restores A</source>
        <translation>单击恢复 A</translation>
    </message>
    <message>
        <source>Run timing</source>
        <translation>运行计时</translation>
    </message>
    <message>
        <source>Facts of the device</source>
        <translation>设备信息</translation>
    </message>
    <message>
        <source>Conditions of the run</source>
        <translation>运行条件</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Parity</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>收益</translation>
    </message>
</context>
<context>
    <name>kintsugi::DeviceCards</name>
    <message>
        <source>Identify device</source>
        <translation>识别设备</translation>
    </message>
    <message>
        <source>Ask the chosen device for its processor, cores and system</source>
        <translation>向所选设备查询其处理器、核心与系统</translation>
    </message>
    <message>
        <source>Remove from device…</source>
        <translation>从设备中移除…</translation>
    </message>
    <message>
        <source>Delete what was pushed to the chosen device</source>
        <translation>删除推送到所选设备的内容</translation>
    </message>
    <message>
        <source>Add device by address…</source>
        <translation>按地址添加设备…</translation>
    </message>
    <message>
        <source>Connect to a phone on the network</source>
        <translation>连接到网络中的手机</translation>
    </message>
    <message>
        <source>Look for devices again</source>
        <translation>重新查找设备</translation>
    </message>
    <message>
        <source>Ask adb anew; changes are followed anyway</source>
        <translation>重新询问 adb；变化本来就会自动跟踪</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Add by address</source>
        <translation>按地址添加</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>No device is there yet; connect a phone with USB debugging on.</source>
        <translation>尚无设备；请连接已打开 USB 调试的手机。</translation>
    </message>
    <message>
        <source>Several devices are connected; the one whose card is chosen is timed, always by its serial.</source>
        <translation>已连接多台设备；计时使用所选卡片的那台，始终以其序列号区分。</translation>
    </message>
    <message>
        <source>Remove from device</source>
        <translation>从设备中移除</translation>
    </message>
    <message>
        <source>Delete the runner and the models from %1?</source>
        <translation>从 %1 中删除运行器与模型？</translation>
    </message>
    <message>
        <source>Stored times stay. The next run pushes the files again.</source>
        <translation>已存储的时间会保留。下次运行会重新推送文件。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Add device by address</source>
        <translation>按地址添加设备</translation>
    </message>
    <message>
        <source>Address of a phone with wireless debugging, as HOST:PORT</source>
        <translation>已打开无线调试的手机的地址，格式为 HOST:PORT</translation>
    </message>
</context>
<context>
    <name>kintsugi::DeviceDelegate</name>
    <message>
        <source>test fixture, no phone</source>
        <translation>测试桩，并非手机</translation>
    </message>
</context>
<context>
    <name>kintsugi::DeviceModel</name>
    <message>
        <source>test fixture, no phone</source>
        <translation>测试桩，并非手机</translation>
    </message>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n 个核心</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::DeviceWorkspace</name>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Time every &amp;block on this device</source>
        <translation>在此设备上为每个块计时(&amp;B)</translation>
    </message>
    <message>
        <source>Time every edge of the library alone, so that the time of any network is predicted</source>
        <translation>为库中的每条边单独计时，从而可预测任意网络的时间</translation>
    </message>
    <message>
        <source>Run times A and B in turns, A B B A; this computer is a device, too.</source>
        <translation>“运行”轮流为 A 与 B 计时，A B B A；本机也是一台设备。</translation>
    </message>
    <message>
        <source>trial %1</source>
        <translation>试验 %1</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已编辑</translation>
    </message>
    <message>
        <source>all transformer</source>
        <translation>全部为 Transformer</translation>
    </message>
    <message>
        <source>all surrogate</source>
        <translation>全部为替代块</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>拐点</translation>
    </message>
    <message>
        <source>Show timed network</source>
        <translation>显示已计时的网络</translation>
    </message>
    <message>
        <source>A run is going on; wait for its end, or cancel it first.</source>
        <translation>正在计时；请等其结束，或先取消。</translation>
    </message>
</context>
<context>
    <name>kintsugi::DistilDialog</name>
    <message>
        <source>Distil missing surrogates</source>
        <translation>蒸馏缺失的替代块</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>letter, kind</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Whole stages</source>
        <translation>整个阶段</translation>
    </message>
    <message>
        <source>Single blocks</source>
        <translation>单个块</translation>
    </message>
    <message>
        <source>Distil</source>
        <translation>蒸馏</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Spans</source>
        <translation>跨度</translation>
    </message>
    <message>
        <source>&amp;Iterations</source>
        <translation>迭代次数(&amp;I)</translation>
    </message>
    <message>
        <source>Nothing of that is missing.</source>
        <translation>其中没有缺失项。</translation>
    </message>
    <message>
        <source>Surrogates to be distilled: %1</source>
        <translation>待蒸馏的替代块：%1</translation>
    </message>
</context>
<context>
    <name>kintsugi::DistributionPlot</name>
    <message>
        <source>Latency distribution</source>
        <translation>延迟分布</translation>
    </message>
    <message>
        <source>no times</source>
        <translation>没有时间</translation>
    </message>
    <message>
        <source>P50 %1</source>
        <translation>P50 %1</translation>
    </message>
    <message>
        <source>n %1, warm-up left out</source>
        <translation>n %1，不含预热</translation>
    </message>
    <message>
        <source>P90 %1 · min %2</source>
        <translation>P90 %1 · 最小 %2</translation>
    </message>
    <message>
        <source>n %1</source>
        <translation>n %1</translation>
    </message>
    <message>
        <source>n %1 so far</source>
        <translation>目前 n %1</translation>
    </message>
    <message>
        <source>n %1, incomplete: no result</source>
        <translation>n %1，不完整：没有结果</translation>
    </message>
    <message>
        <source>n %1, parity failed: no result</source>
        <translation>n %1，一致性检查失败：没有结果</translation>
    </message>
    <message>
        <source>slower by %1 % at the end: throttled</source>
        <translation>末段慢 %1 %：已降频</translation>
    </message>
    <message>
        <source>whole network, ms per pass</source>
        <translation>整个网络，每次推理 ms</translation>
    </message>
</context>
<context>
    <name>kintsugi::DistributionView</name>
    <message>
        <source>Distribution of A − B over the images</source>
        <translation>A − B 在各图像上的分布</translation>
    </message>
    <message>
        <source>Mean %1, worst %2</source>
        <translation>均值 %1，最差 %2</translation>
    </message>
    <message>
        <source>A − B over the set, dB</source>
        <translation>图像集上的 A − B，dB</translation>
    </message>
    <message>
        <source>Appears when images are restored with A and B.</source>
        <translation>用 A 与 B 复原图像后显示。</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Worst, %1</source>
        <translation>最差，%1</translation>
    </message>
    <message>
        <source>Within %1 dB</source>
        <translation>相差 %1 dB 以内</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>kintsugi::EdgeDescription</name>
    <message>
        <source>transformer block</source>
        <translation>Transformer 块</translation>
    </message>
    <message>
        <source>SSM surrogate %1</source>
        <translation>SSM 替代块 %1</translation>
    </message>
    <message>
        <source>transformer surrogate %1</source>
        <translation>Transformer 替代块 %1</translation>
    </message>
    <message>
        <source>gated surrogate %1</source>
        <translation>门控替代块 %1</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>块 %1</translation>
    </message>
    <message>
        <source>blocks %1 to %2</source>
        <translation>块 %1 至 %2</translation>
    </message>
    <message>
        <source>not distilled yet</source>
        <translation>尚未蒸馏</translation>
    </message>
    <message>
        <source>waiting to be distilled</source>
        <translation>等待蒸馏</translation>
    </message>
    <message>
        <source>distilling, %1 %</source>
        <translation>正在蒸馏，%1 %</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>%1 ms predicted</source>
        <translation>预测 %1 ms</translation>
    </message>
    <message>
        <source>%1 dB lost</source>
        <translation>损失 %1 dB</translation>
    </message>
    <message>
        <source>relative error %1</source>
        <translation>相对误差 %1</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between parts of a description</comment>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>kintsugi::EngineBridge</name>
    <message>
        <source>Search: %1, %2 trials</source>
        <translation>搜索：%1，%2 次试验</translation>
    </message>
    <message>
        <source>%1, step %2 of %3, loss %4</source>
        <translation>%1，第 %2/%3 步，损失 %4</translation>
    </message>
    <message>
        <source>on the output</source>
        <translation>按输出</translation>
    </message>
    <message>
        <source>on features</source>
        <translation>按特征</translation>
    </message>
    <message numerus="yes">
        <source>Distil %n surrogate(s)</source>
        <translation>
            <numerusform>蒸馏 %n 个替代块</numerusform>
        </translation>
    </message>
    <message>
        <source>iteration %1 of %2, loss %3, %4 patches/s</source>
        <translation>第 %1/%2 次迭代，损失 %3，每秒 %4 个图块</translation>
    </message>
    <message>
        <source>Train the teacher, %1 iterations</source>
        <translation>训练教师网络，%1 次迭代</translation>
    </message>
    <message>
        <source>iteration %1 of %2, loss %3</source>
        <translation>第 %1/%2 次迭代，损失 %3</translation>
    </message>
    <message>
        <source>Fine-tune, %1 iterations</source>
        <translation>微调，%1 次迭代</translation>
    </message>
</context>
<context>
    <name>kintsugi::ErrorAnalysis</name>
    <message>
        <source>B is not restored yet.</source>
        <translation>B 尚未复原。</translation>
    </message>
    <message>
        <source>A is not restored yet.</source>
        <translation>A 尚未复原。</translation>
    </message>
    <message>
        <source>This image has no ground truth. Compare A with B instead.</source>
        <translation>此图像没有真值。请改为比较 A 与 B。</translation>
    </message>
    <message>
        <source>A has not changed since this image was opened.</source>
        <translation>打开此图像以来 A 没有变化。</translation>
    </message>
    <message>
        <source>%1, × %2</source>
        <translation>%1，× %2</translation>
    </message>
    <message>
        <source>A − truth</source>
        <translation>A − 真值</translation>
    </message>
    <message>
        <source>A − B</source>
        <translation>A − B</translation>
    </message>
    <message>
        <source>B − truth</source>
        <translation>B − 真值</translation>
    </message>
    <message>
        <source>last change</source>
        <translation>上次改动</translation>
    </message>
    <message>
        <source>Absolute error</source>
        <translation>绝对误差</translation>
    </message>
    <message>
        <source>Signed error</source>
        <translation>有符号误差</translation>
    </message>
    <message>
        <source>SSIM</source>
        <translation>SSIM</translation>
    </message>
</context>
<context>
    <name>kintsugi::ErrorLegend</name>
    <message>
        <source>Colours of the error map: %1. %2</source>
        <translation>误差图的颜色：%1。%2</translation>
    </message>
    <message>
        <source>%1 too dark</source>
        <translation>%1 偏暗</translation>
    </message>
    <message>
        <source>too bright %1</source>
        <translation>偏亮 %1</translation>
    </message>
    <message>
        <source>%1 darker</source>
        <translation>%1 更暗</translation>
    </message>
    <message>
        <source>brighter %1</source>
        <translation>更亮 %1</translation>
    </message>
    <message>
        <source>SSIM 1</source>
        <translation>SSIM 1</translation>
    </message>
    <message>
        <source>mean 1 − SSIM %1, P99 %2</source>
        <translation>平均 1 − SSIM %1，P99 %2</translation>
    </message>
    <message>
        <source>mean |e| %1, P99 %2</source>
        <translation>平均 |e| %1，P99 %2</translation>
    </message>
    <message>
        <source>log count</source>
        <translation>计数（对数）</translation>
    </message>
</context>
<context>
    <name>kintsugi::ErrorMapCanvas</name>
    <message>
        <source>Error map</source>
        <translation>误差图</translation>
    </message>
    <message>
        <source>Click or drag to move the viewer there</source>
        <translation>单击或拖动，将查看器移到该处</translation>
    </message>
    <message>
        <source>The error map is being computed.</source>
        <translation>正在计算误差图。</translation>
    </message>
</context>
<context>
    <name>kintsugi::ErrorMapView</name>
    <message>
        <source>Overlay</source>
        <translation>叠加</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Kind of error</source>
        <translation>误差类型</translation>
    </message>
    <message>
        <source>Signed: luma, BT.601. Absolute: mean over the channels. SSIM: 11×11 Gaussian window, σ 1.5</source>
        <translation>有符号：亮度，BT.601。绝对：各通道平均。SSIM：11×11 高斯窗，σ 1.5</translation>
    </message>
    <message>
        <source>What the last change did</source>
        <translation>上次改动带来的影响</translation>
    </message>
    <message>
        <source>Images to subtract</source>
        <translation>相减的图像</translation>
    </message>
    <message>
        <source>The strongest colour stands for an error of 1 / gain</source>
        <translation>最强的颜色对应 1 / 增益 的误差</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Smaller errors are drawn as none</source>
        <translation>更小的误差不予绘制</translation>
    </message>
    <message>
        <source>Draw the errors over a grey version of the image</source>
        <translation>将误差叠加在灰度图像上</translation>
    </message>
    <message>
        <source>Error map: %1</source>
        <translation>误差图：%1</translation>
    </message>
    <message>
        <source>Error map of %1</source>
        <translation>%1 的误差图</translation>
    </message>
    <message>
        <source>Double the error gain</source>
        <translation>误差增益加倍</translation>
    </message>
    <message>
        <source>Halve the error gain</source>
        <translation>误差增益减半</translation>
    </message>
    <message>
        <source>Error map over the image</source>
        <translation>在图像上叠加误差图</translation>
    </message>
</context>
<context>
    <name>kintsugi::ExportDialog</name>
    <message>
        <source>Any size that is a multiple of 8; slower</source>
        <translation>任意 8 的倍数尺寸；较慢</translation>
    </message>
    <message>
        <source>With the weights of its latest fine-tuning</source>
        <translation>使用最近一次微调的权重</translation>
    </message>
    <message>
        <source>Also every stage as a model of its own</source>
        <translation>同时把每个级单独导出为模型</translation>
    </message>
    <message>
        <source>Export as ONNX</source>
        <translation>导出为 ONNX</translation>
    </message>
    <message>
        <source>The model&apos;s file, .onnx</source>
        <translation>模型文件，.onnx</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Models (*.onnx)</source>
        <translation>模型 (*.onnx)</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽</translation>
    </message>
    <message>
        <source>pixels, height × width</source>
        <translation>像素，高 × 宽</translation>
    </message>
    <message>
        <source>One operator of Kintsugi&apos;s for each (fast; needs its library)</source>
        <translation>每个扫描一个 Kintsugi 算子（快；需要其库）</translation>
    </message>
    <message>
        <source>ONNX&apos;s own Scan (slow; any runtime)</source>
        <translation>ONNX 自带的 Scan（慢；任何运行时可用）</translation>
    </message>
    <message>
        <source>How the state-space scans are written; networks without any are the same either way</source>
        <translation>状态空间扫描的写法；不含扫描的网络两者相同</translation>
    </message>
    <message>
        <source>This network was not fine-tuned yet</source>
        <translation>该网络尚未微调</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>尺寸(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;cans</source>
        <translation>扫描(&amp;C)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Height and width are multiples of 8.</source>
        <translation>高和宽须为 8 的倍数。</translation>
    </message>
    <message>
        <source>The model is compared with LibTorch on a random picture before it counts as written.</source>
        <translation>模型先在随机图像上与 LibTorch 比较，才算写成。</translation>
    </message>
</context>
<context>
    <name>kintsugi::FactList</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>kintsugi::Fan</name>
    <message>
        <source>lite</source>
        <comment>short, in a lane&apos;s head</comment>
        <translation>轻量</translation>
    </message>
    <message>
        <source>mamba</source>
        <comment>short, in a lane&apos;s head</comment>
        <translation>Mamba</translation>
    </message>
    <message>
        <source>fewer T</source>
        <comment>short, in a lane&apos;s head</comment>
        <translation>少 T</translation>
    </message>
    <message>
        <source>gated</source>
        <comment>short, in a lane&apos;s head</comment>
        <translation>门控</translation>
    </message>
    <message>
        <source>skip</source>
        <comment>short, in a lane&apos;s head</comment>
        <translation>跳过</translation>
    </message>
</context>
<context>
    <name>kintsugi::FanItem</name>
    <message>
        <source>not
yet</source>
        <translation>尚
无</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>dB lost when swapped alone</source>
        <translation>单独替换时损失的 dB</translation>
    </message>
    <message>
        <source>click: use · right-click: distil</source>
        <translation>单击：使用 · 右键：蒸馏</translation>
    </message>
    <message>
        <source>filled = on the path</source>
        <translation>实心 = 在路径上</translation>
    </message>
    <message numerus="yes">
        <source>%n more by right-click</source>
        <translation>
            <numerusform>右键查看另外 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::FinetuneModel</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>dB before</source>
        <translation>之前 dB</translation>
    </message>
    <message>
        <source>dB after</source>
        <translation>之后 dB</translation>
    </message>
    <message>
        <source>Gain, dB</source>
        <translation>增益，dB</translation>
    </message>
    <message>
        <source>SSIM before</source>
        <translation>之前 SSIM</translation>
    </message>
    <message>
        <source>SSIM after</source>
        <translation>之后 SSIM</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
</context>
<context>
    <name>kintsugi::FinetunedPanel</name>
    <message>
        <source>Fine-tuned networks</source>
        <translation>已微调的网络</translation>
    </message>
    <message>
        <source>A row&apos;s network becomes A</source>
        <translation>选中行的网络成为 A</translation>
    </message>
    <message>
        <source>No network has been fine-tuned yet.</source>
        <translation>尚未微调任何网络。</translation>
    </message>
    <message>
        <source>Fine-tune A…</source>
        <translation>微调 A…</translation>
    </message>
</context>
<context>
    <name>kintsugi::FrameItem</name>
    <message>
        <source>embed 3×3</source>
        <translation>嵌入 3×3</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>output 3×3</source>
        <translation>输出 3×3</translation>
    </message>
    <message>
        <source>restored</source>
        <translation>复原图像</translation>
    </message>
    <message>
        <source>global residual</source>
        <translation>全局残差</translation>
    </message>
    <message>
        <source>transformer block</source>
        <translation>Transformer 块</translation>
    </message>
    <message>
        <source>covers 2, runs 1</source>
        <translation>覆盖 2 块，运行 1 块</translation>
    </message>
    <message>
        <source>if replaced 1→1</source>
        <translation>若替换 1→1</translation>
    </message>
    <message>
        <source>differs from B</source>
        <translation>与 B 不同</translation>
    </message>
    <message>
        <source>no values yet</source>
        <translation>尚无数值</translation>
    </message>
    <message>
        <source>%1, log</source>
        <translation>%1，对数</translation>
    </message>
    <message>
        <source>lite, an SSM</source>
        <translation>轻量（SSM）</translation>
    </message>
    <message>
        <source>MambaIR, an SSM</source>
        <translation>MambaIR（SSM）</translation>
    </message>
    <message>
        <source>measured ms of the stage</source>
        <translation>该级的实测 ms</translation>
    </message>
</context>
<context>
    <name>kintsugi::FrontCanvas</name>
    <message>
        <source>Front: loss against cost; the trial table has the same data</source>
        <translation>前沿：损失与代价的关系；试验表中有相同数据</translation>
    </message>
    <message>
        <source>PSNR loss against teacher, dB</source>
        <translation>相对教师网络的 PSNR 损失，dB</translation>
    </message>
    <message>
        <source>PSNR, dB</source>
        <translation>PSNR，dB</translation>
    </message>
</context>
<context>
    <name>kintsugi::FrontMarksLayer</name>
    <message>
        <source>limit %1</source>
        <translation>上限 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n trial(s) above it</source>
        <translation>
            <numerusform>%n 次试验超出上限</numerusform>
        </translation>
    </message>
    <message>
        <source>A %1</source>
        <translation>A %1</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>%1, knee</source>
        <translation>%1，拐点</translation>
    </message>
    <message>
        <source>B all transformer</source>
        <translation>B 全部为 Transformer</translation>
    </message>
    <message>
        <source>B %1</source>
        <translation>B %1</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>front, %1</source>
        <translation>前沿，%1</translation>
    </message>
    <message>
        <source>dominated, %1</source>
        <translation>被支配，%1</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>拐点</translation>
    </message>
    <message>
        <source>tied with the teacher, %1</source>
        <translation>与教师网络持平，%1</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 区间</translation>
    </message>
    <message>
        <source>early to late</source>
        <translation>由早到晚</translation>
    </message>
    <message>
        <source>search %1 %2</source>
        <translation>搜索 %1 %2</translation>
    </message>
    <message>
        <source>outside searches</source>
        <translation>不属于搜索</translation>
    </message>
    <message>
        <source>%1, %2 of %3</source>
        <comment>a search, members of its front, its trials</comment>
        <translation>%1：%2/%3</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::FrontPlot</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Show the whole front</source>
        <translation>显示整个前沿</translation>
    </message>
    <message>
        <source>Reset the view to the front</source>
        <translation>将视图恢复为前沿</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Show all trials</source>
        <translation>显示所有试验</translation>
    </message>
    <message>
        <source>Zoom out until every trial is seen</source>
        <translation>缩小到可以看到每次试验</translation>
    </message>
    <message>
        <source>Save the front…</source>
        <translation>保存前沿图…</translation>
    </message>
    <message>
        <source>Save the plot as a picture, or its exact data</source>
        <translation>将绘图保存为图片，或保存其精确数据</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Dominated</source>
        <translation>被支配</translation>
    </message>
    <message>
        <source>Show trials that another one beats</source>
        <translation>显示被其他试验胜过的试验</translation>
    </message>
    <message>
        <source>Above limit</source>
        <translation>超出上限</translation>
    </message>
    <message>
        <source>Show trials that cost more than the limit</source>
        <translation>显示代价超过上限的试验</translation>
    </message>
    <message>
        <source>Intervals</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>Show 95 % intervals of the front and of picked trials</source>
        <translation>显示前沿及已选试验的 95 % 区间</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Show the legend</source>
        <translation>显示图例</translation>
    </message>
    <message>
        <source>Set the limit at A</source>
        <translation>将上限设在 A 处</translation>
    </message>
    <message>
        <source>Draw the limit at what A costs</source>
        <translation>以 A 的代价画出上限</translation>
    </message>
    <message>
        <source>Remove the limit</source>
        <translation>移除上限</translation>
    </message>
    <message>
        <source>Take the limit&apos;s line away</source>
        <translation>去掉上限线</translation>
    </message>
    <message>
        <source>PSNR loss, dB</source>
        <translation>PSNR 损失，dB</translation>
    </message>
    <message>
        <source>PSNR, dB</source>
        <translation>PSNR，dB</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Cost on the x axis</source>
        <translation>x 轴的代价</translation>
    </message>
    <message>
        <source>Quality on the y axis</source>
        <translation>y 轴的质量</translation>
    </message>
    <message>
        <source>What colours mean</source>
        <translation>颜色的含义</translation>
    </message>
    <message>
        <source>What the loss is weighed against, in plot and table</source>
        <translation>绘图与表格中与损失相权衡的量</translation>
    </message>
    <message>
        <source>Loss against the teacher, or absolute PSNR</source>
        <translation>相对教师网络的损失，或绝对 PSNR</translation>
    </message>
    <message>
        <source>Colour trials by when they were found, or by method</source>
        <translation>按发现的先后或按方法为试验着色</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>Y</source>
        <translation>Y</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>The front grows here while a search runs.</source>
        <translation>搜索运行时，前沿在此处生长。</translation>
    </message>
    <message>
        <source>Set up a search</source>
        <translation>设置搜索</translation>
    </message>
    <message>
        <source>No visible trial has this cost yet.</source>
        <translation>可见的试验都还没有这种代价。</translation>
    </message>
    <message>
        <source>Show transformer counts</source>
        <translation>显示 Transformer 块数</translation>
    </message>
    <message>
        <source>A has no cost of this kind, so that no limit can be set at it.</source>
        <translation>A 没有这种代价，因此无法以它设置上限。</translation>
    </message>
    <message>
        <source>trial %1</source>
        <translation>试验 %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>Show %1 as A</source>
        <translation>将 %1 显示为 A</translation>
    </message>
    <message>
        <source>Pin %1 as B</source>
        <translation>将 %1 固定为 B</translation>
    </message>
    <message>
        <source>Set the limit here, %1</source>
        <translation>将上限设在此处，%1</translation>
    </message>
    <message>
        <source>Save the front</source>
        <translation>保存前沿图</translation>
    </message>
    <message>
        <source>Time %1 on the device</source>
        <translation>在设备上为 %1 计时</translation>
    </message>
</context>
<context>
    <name>kintsugi::FrontShare</name>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2/%3</translation>
    </message>
    <message>
        <source>No front yet</source>
        <translation>尚无前沿</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between blocks</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>Front with a transformer here</source>
        <translation>前沿中此处为 Transformer 的比例</translation>
    </message>
    <message>
        <source>No search has finished yet.</source>
        <translation>尚无搜索完成。</translation>
    </message>
    <message>
        <source>Select blocks.</source>
        <translation>请选择块。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
</context>
<context>
    <name>kintsugi::FrontWalker</name>
    <message>
        <source>Faster</source>
        <translation>更快</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>Show the knee</source>
        <translation>显示拐点</translation>
    </message>
    <message>
        <source>Walk the front towards less cost ([)</source>
        <translation>沿前沿走向更低的代价 ([)</translation>
    </message>
    <message>
        <source>Walk the front towards less loss (])</source>
        <translation>沿前沿走向更低的损失 (])</translation>
    </message>
    <message>
        <source>Make the knee of the front A</source>
        <translation>将前沿的拐点设为 A</translation>
    </message>
</context>
<context>
    <name>kintsugi::GainView</name>
    <message>
        <source>Use as measured value</source>
        <translation>用作实测值</translation>
    </message>
    <message>
        <source>Let the grid, the front and the strip show these medians as measured times</source>
        <translation>让网络图、前沿与“选择”栏将这些中位数显示为实测时间</translation>
    </message>
    <message>
        <source>What A gains</source>
        <translation>A 的收益</translation>
    </message>
    <message>
        <source>Time A and B in one run to see what A gains.</source>
        <translation>在同一次运行中为 A 与 B 计时，即可看到 A 的收益。</translation>
    </message>
    <message>
        <source>Known once the run is complete.</source>
        <translation>运行完成后可知。</translation>
    </message>
    <message>
        <source>The run is incomplete, so that nothing is gained or lost yet.</source>
        <translation>运行不完整，因此尚无收益或损失可言。</translation>
    </message>
    <message>
        <source>Parity failed, so that the times do not count.</source>
        <translation>一致性检查失败，因此时间不计入。</translation>
    </message>
    <message>
        <source>95 % interval %1 to %2, n %3 and %4</source>
        <translation>95 % 区间 %1 至 %2，n 为 %3 与 %4</translation>
    </message>
    <message>
        <source>%1 is faster than %2, %3</source>
        <translation>%1 比 %2 快，%3</translation>
    </message>
    <message>
        <source>%1 is slower than %2, %3</source>
        <translation>%1 比 %2 慢，%3</translation>
    </message>
    <message>
        <source>no difference seen</source>
        <translation>未见差异</translation>
    </message>
    <message>
        <source>%1 and %2 cannot be told apart: ratio %3, %4</source>
        <translation>%1 与 %2 无法区分：比值 %3，%4</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Saved per image</source>
        <translation>每幅图像节省</translation>
    </message>
    <message>
        <source>median of %1 minus median of %2</source>
        <translation>%1 的中位数减去 %2 的中位数</translation>
    </message>
    <message>
        <source>Cost in quality</source>
        <translation>质量代价</translation>
    </message>
    <message>
        <source>PSNR of %1 minus that of %2</source>
        <translation>%1 的 PSNR 减去 %2 的 PSNR</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>峰值内存</translation>
    </message>
    <message>
        <source>%1; %2 %3</source>
        <translation>%1；%2 %3</translation>
    </message>
    <message>
        <source>Used as measured value</source>
        <translation>已用作实测值</translation>
    </message>
</context>
<context>
    <name>kintsugi::HintBar</name>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Do not show this hint again</source>
        <translation>不再显示此提示</translation>
    </message>
</context>
<context>
    <name>kintsugi::HistoryModel</name>
    <message>
        <source>incomplete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>no times</source>
        <translation>没有时间</translation>
    </message>
    <message>
        <source>parity failed</source>
        <translation>一致性检查失败</translation>
    </message>
    <message>
        <source>fixture, no phone</source>
        <translation>测试桩，并非手机</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>throttled</source>
        <translation>已降频</translation>
    </message>
    <message>
        <source>used</source>
        <translation>已采用</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Median %1, %2, n %3</source>
        <translation>中位数 %1，%2，n %3</translation>
    </message>
    <message>
        <source>The last quarter was slower than the first by %1 %.</source>
        <translation>最后四分之一比最初四分之一慢 %1 %。</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Median of the whole network and half the width of its 95 % interval, ms</source>
        <translation>整个网络的中位数及其 95 % 区间宽度的一半，ms</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Arch.</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>P50, ms</source>
        <translation>P50，ms</translation>
    </message>
    <message>
        <source>P90, ms</source>
        <translation>P90，ms</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Thr.</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>reference kernels</source>
        <translation>参考内核</translation>
    </message>
    <message>
        <source>ONNX Runtime could not be used there: %1</source>
        <translation>该设备上无法使用 ONNX Runtime：%1</translation>
    </message>
</context>
<context>
    <name>kintsugi::HistoryView</name>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Filter the history of times</source>
        <translation>筛选计时历史</translation>
    </message>
    <message>
        <source>Type which reports to show</source>
        <translation>输入要显示的报告</translation>
    </message>
    <message>
        <source>History of A only</source>
        <translation>仅 A 的历史</translation>
    </message>
    <message>
        <source>Show the times of A only</source>
        <translation>仅显示 A 的时间</translation>
    </message>
    <message>
        <source>Copy times</source>
        <translation>复制时间</translation>
    </message>
    <message>
        <source>Copy the selected rows, with tabs</source>
        <translation>复制所选行，以制表符分隔</translation>
    </message>
    <message>
        <source>Save times as CSV…</source>
        <translation>将时间保存为 CSV…</translation>
    </message>
    <message>
        <source>Save the rows that pass the filter, with exact numbers</source>
        <translation>保存通过筛选的行，使用精确数值</translation>
    </message>
    <message>
        <source>Delete reports…</source>
        <translation>删除报告…</translation>
    </message>
    <message>
        <source>Delete the selected reports for good; it asks first</source>
        <translation>永久删除所选报告；会先询问</translation>
    </message>
    <message>
        <source>History of times</source>
        <translation>计时历史</translation>
    </message>
    <message>
        <source>Filter history</source>
        <translation>筛选历史</translation>
    </message>
    <message>
        <source>Device of the history</source>
        <translation>历史的设备</translation>
    </message>
    <message>
        <source>all devices</source>
        <translation>所有设备</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>No times yet; each run is kept here.</source>
        <translation>尚无时间；每次运行都会保留在此处。</translation>
    </message>
    <message>
        <source>No time passes the filter.</source>
        <translation>没有时间通过筛选。</translation>
    </message>
    <message>
        <source>Save times</source>
        <translation>保存时间</translation>
    </message>
    <message>
        <source>Comma separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
    <message>
        <source>Delete reports</source>
        <translation>删除报告</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n report(s) for good?</source>
        <translation>
            <numerusform>永久删除 %n 份报告？</numerusform>
        </translation>
    </message>
    <message>
        <source>A report goes as a whole, with the times of all its architectures. This cannot be undone.</source>
        <translation>报告会整份删除，包括其中所有架构的时间。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>kintsugi::HypervolumePlot</name>
    <message>
        <source>Reference %1 and %2</source>
        <translation>参考点 %1 与 %2</translation>
    </message>
    <message>
        <source>Appears with the first trials.</source>
        <translation>首批试验完成后显示。</translation>
    </message>
    <message>
        <source>Hypervolume against trials</source>
        <translation>超体积随试验次数变化</translation>
    </message>
    <message numerus="yes">
        <source>search %1: %2 after %n trial(s)</source>
        <translation>
            <numerusform>搜索 %1：%n 次试验后为 %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::ImageListModel</name>
    <message>
        <source>%1, A %2, against B %3</source>
        <translation>%1，A %2，相对 B %3</translation>
    </message>
    <message>
        <source>waiting, place %1 in the queue</source>
        <translation>等待中，队列第 %1 位</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>restoring, %1 %</source>
        <translation>正在复原，%1 %</translation>
    </message>
    <message>
        <source>restoring</source>
        <translation>正在复原</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>作者：%1</translation>
    </message>
</context>
<context>
    <name>kintsugi::ImageListView</name>
    <message>
        <source>Open images…</source>
        <translation>打开图像…</translation>
    </message>
    <message>
        <source>Filter images</source>
        <translation>筛选图像</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>A − B</source>
        <translation>A − B</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Order of the images</source>
        <translation>图像排序</translation>
    </message>
    <message>
        <source>Order: largest loss first, or by name</source>
        <translation>排序：损失最大者在前，或按名称</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Open image files</source>
        <translation>打开图像文件</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一幅图像</translation>
    </message>
    <message>
        <source>Go to the next image of the list</source>
        <translation>转到列表中的下一幅图像</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>上一幅图像</translation>
    </message>
    <message>
        <source>Go to the previous image of the list</source>
        <translation>转到列表中的上一幅图像</translation>
    </message>
    <message>
        <source>Type a part of an image&apos;s name</source>
        <translation>输入图像名称的一部分</translation>
    </message>
    <message>
        <source>Sort images by loss</source>
        <translation>按损失排列图像</translation>
    </message>
    <message>
        <source>Largest loss first</source>
        <translation>损失最大者在前</translation>
    </message>
    <message>
        <source>Sort images by name</source>
        <translation>按名称排列图像</translation>
    </message>
    <message>
        <source>In the order of the alphabet</source>
        <translation>按字母顺序</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n 幅图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n images</source>
        <translation>
            <numerusform>%1/%n 幅图像</numerusform>
        </translation>
    </message>
    <message>
        <source>No images. Drop files here, or choose some.</source>
        <translation>没有图像。请将文件拖放到此处，或选择文件。</translation>
    </message>
    <message>
        <source>No image has “%1” in its name.</source>
        <translation>没有名称包含“%1”的图像。</translation>
    </message>
    <message>
        <source>Measure all images</source>
        <translation>测量全部图像</translation>
    </message>
    <message>
        <source>Restore every image of the list by A and by B, and measure both</source>
        <translation>用 A 和 B 恢复列表中的每幅图像，并测量两者</translation>
    </message>
    <message>
        <source>Stop measuring, %1 of %2</source>
        <translation>停止测量，%1/%2</translation>
    </message>
</context>
<context>
    <name>kintsugi::ImageTile</name>
    <message>
        <source>Stale: %1</source>
        <translation>已过期：%1</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>已过期</translation>
    </message>
</context>
<context>
    <name>kintsugi::InspectController</name>
    <message>
        <source>Restored when Inspect is shown</source>
        <translation>显示“检视”时复原</translation>
    </message>
    <message>
        <source>There is no restored image yet.</source>
        <translation>尚无复原图像。</translation>
    </message>
</context>
<context>
    <name>kintsugi::InspectWorkspace</name>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>图块</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Error map</source>
        <translation>误差图</translation>
    </message>
    <message>
        <source>Worst patches</source>
        <translation>最差图块</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>检视</translation>
    </message>
    <message>
        <source>Hold B, G, D or E to flip; drag the line to wipe; N jumps to the next bad patch.</source>
        <translation>按住 B、G、D 或 E 快切；拖动分界线划变；N 跳到下一个最差图块。</translation>
    </message>
</context>
<context>
    <name>kintsugi::JobCard</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Progress of %1</source>
        <translation>%1 的进度</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>继续 %1</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>暂停 %1</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>停止 %1</translation>
    </message>
</context>
<context>
    <name>kintsugi::JobList</name>
    <message>
        <source>No job is running.</source>
        <translation>没有任务在运行。</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
</context>
<context>
    <name>kintsugi::LibraryPanel</name>
    <message>
        <source>No surrogate matches the filter.</source>
        <translation>没有替代块符合筛选条件。</translation>
    </message>
    <message>
        <source>Put on path</source>
        <translation>放到路径上</translation>
    </message>
    <message>
        <source>Distil this surrogate</source>
        <translation>蒸馏此替代块</translation>
    </message>
    <message>
        <source>Show training curve</source>
        <translation>显示训练曲线</translation>
    </message>
    <message>
        <source>Distil missing surrogates…</source>
        <translation>蒸馏缺失的替代块…</translation>
    </message>
    <message>
        <source>Let A take the chosen surrogate</source>
        <translation>让 A 采用所选替代块</translation>
    </message>
    <message>
        <source>Distil the chosen surrogate now</source>
        <translation>立即蒸馏所选替代块</translation>
    </message>
    <message>
        <source>Show the loss of the chosen surrogate over its training</source>
        <translation>显示所选替代块在训练中的损失</translation>
    </message>
    <message>
        <source>Choose which missing surrogates to distil</source>
        <translation>选择要蒸馏哪些缺失的替代块</translation>
    </message>
    <message>
        <source>Surrogates</source>
        <translation>替代块</translation>
    </message>
    <message>
        <source>Filter surrogates</source>
        <translation>筛选替代块</translation>
    </message>
    <message>
        <source>No network is open yet.</source>
        <translation>尚未打开网络。</translation>
    </message>
    <message>
        <source>Distil this surrogate again</source>
        <translation>重新蒸馏此替代块</translation>
    </message>
    <message>
        <source>%1 %2 failed. %3</source>
        <translation>%1 %2 失败。%3</translation>
    </message>
    <message>
        <source>Distil again</source>
        <translation>重新蒸馏</translation>
    </message>
    <message>
        <source>Distil missing (%1)</source>
        <translation>蒸馏缺失项 (%1)</translation>
    </message>
</context>
<context>
    <name>kintsugi::MainWindow</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2)</source>
        <translation>%1 (Ctrl+%2)</translation>
    </message>
    <message>
        <source>Pause or resume the job</source>
        <translation>暂停或继续任务</translation>
    </message>
    <message>
        <source>Commands, blocks, trials, images</source>
        <translation>命令、块、试验、图像</translation>
    </message>
    <message>
        <source>Search all commands, blocks, trials and images (Ctrl+K)</source>
        <translation>搜索所有命令、块、试验与图像 (Ctrl+K)</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message numerus="yes">
        <source>This computer: %n thread(s)</source>
        <translation>
            <numerusform>本机：%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>Open another project</source>
        <translation>打开其他项目</translation>
    </message>
    <message>
        <source>Opening %1 – Kintsugi</source>
        <translation>正在打开 %1 – Kintsugi</translation>
    </message>
    <message>
        <source>%1 – Kintsugi</source>
        <translation>%1 – Kintsugi</translation>
    </message>
    <message>
        <source>Kintsugi</source>
        <translation>Kintsugi</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>✓ Saved after each result</source>
        <translation>✓ 每得到一个结果即保存</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2/%3</translation>
    </message>
    <message>
        <source>, paused</source>
        <translation>，已暂停</translation>
    </message>
    <message>
        <source>Resume the job</source>
        <translation>继续任务</translation>
    </message>
    <message>
        <source>Pause the job</source>
        <translation>暂停任务</translation>
    </message>
    <message>
        <source>Search %1 (%2) was interrupted after %3 of %4 trials; all of them are kept.</source>
        <translation>搜索 %1（%2）在第 %3/%4 次试验后中断；所有试验均已保留。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;New project…</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Open project…</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a project folder</source>
        <translation>打开项目文件夹</translation>
    </message>
    <message>
        <source>Open &amp;demo project</source>
        <translation>打开演示项目(&amp;D)</translation>
    </message>
    <message>
        <source>Open a copy of the demo project that you can change</source>
        <translation>打开演示项目的一份可修改的副本</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开的项目(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Close project</source>
        <translation>关闭项目(&amp;C)</translation>
    </message>
    <message>
        <source>Close the project; work in flight stops and can be resumed</source>
        <translation>关闭项目；进行中的工作会停止，之后可以继续</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Stop all work and quit</source>
        <translation>停止所有工作并退出</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Copy architecture</source>
        <translation>复制架构(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the text form of A</source>
        <translation>复制 A 的文本形式</translation>
    </message>
    <message>
        <source>Copied to the clipboard</source>
        <translation>已复制到剪贴板</translation>
    </message>
    <message>
        <source>&amp;Paste architecture</source>
        <translation>粘贴架构(&amp;P)</translation>
    </message>
    <message>
        <source>Show the architecture whose text form was copied</source>
        <translation>显示文本形式已被复制的架构</translation>
    </message>
    <message>
        <source>Paste architecture</source>
        <translation>粘贴架构</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Show the workspace %1</source>
        <translation>显示工作区“%1”</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>Show &amp;jobs</source>
        <translation>显示任务(&amp;J)</translation>
    </message>
    <message>
        <source>Show what runs and waits</source>
        <translation>显示正在运行与等待的任务</translation>
    </message>
    <message>
        <source>Restore &amp;default layout</source>
        <translation>恢复默认布局(&amp;D)</translation>
    </message>
    <message>
        <source>Put all panels back to where they were at first</source>
        <translation>将所有面板放回最初的位置</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>Use the whole screen, or a window again</source>
        <translation>使用整个屏幕，或恢复为窗口</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Colours of the window: %1</source>
        <translation>窗口的颜色：%1</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Architecture</source>
        <translation>架构(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>搜索(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>图像(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>Open image &amp;files…</source>
        <translation>打开图像文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Open pictures and restore them as they are</source>
        <translation>打开图片并按原样复原</translation>
    </message>
    <message>
        <source>&amp;Validation images…</source>
        <translation>验证图像(&amp;V)…</translation>
    </message>
    <message>
        <source>Choose photographs, packs or a folder to measure on</source>
        <translation>选择用于测量的照片、数据包或文件夹</translation>
    </message>
    <message>
        <source>&amp;Training images…</source>
        <translation>训练图像(&amp;T)…</translation>
    </message>
    <message>
        <source>Choose packs or folders of photographs to distil from</source>
        <translation>选择用于蒸馏的数据包或照片文件夹</translation>
    </message>
    <message>
        <source>Save restored image</source>
        <translation>保存复原图像</translation>
    </message>
    <message>
        <source>Pictures (*.png *.tif *.jpg *.webp)</source>
        <translation>图片 (*.png *.tif *.jpg *.webp)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>All keys on one page</source>
        <translation>在一页中列出所有按键</translation>
    </message>
    <message>
        <source>Command &amp;palette</source>
        <translation>命令面板(&amp;P)</translation>
    </message>
    <message>
        <source>Find commands, blocks, trials and images by name</source>
        <translation>按名称查找命令、块、试验与图像</translation>
    </message>
    <message>
        <source>Show &amp;hints again</source>
        <translation>重新显示提示(&amp;H)</translation>
    </message>
    <message>
        <source>Bring back the hints that were dismissed</source>
        <translation>恢复已关闭的提示</translation>
    </message>
    <message>
        <source>&amp;About Kintsugi</source>
        <translation>关于 Kintsugi(&amp;A)</translation>
    </message>
    <message>
        <source>Versions and licence</source>
        <translation>版本与许可证</translation>
    </message>
    <message>
        <source>block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>trial %1</source>
        <translation>试验 %1</translation>
    </message>
    <message>
        <source>trial</source>
        <translation>试验</translation>
    </message>
    <message>
        <source>Open project (a folder NAME.kintsugi)</source>
        <translation>打开项目（文件夹 NAME.kintsugi）</translation>
    </message>
    <message>
        <source>The demo project was not installed with this program.</source>
        <translation>演示项目没有随本程序安装。</translation>
    </message>
    <message>
        <source>Copying the demo project</source>
        <translation>正在复制演示项目</translation>
    </message>
    <message>
        <source>Photographs to measure on</source>
        <translation>用于测量的照片</translation>
    </message>
    <message>
        <source>Photographs to distil from</source>
        <translation>用于蒸馏的照片</translation>
    </message>
    <message>
        <source>Packs (*.safetensors)</source>
        <translation>数据包 (*.safetensors)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Take packs that `kintsugi-cli pack` made, or a folder of photographs?</source>
        <translation>使用由 `kintsugi-cli pack` 生成的数据包，还是照片文件夹？</translation>
    </message>
    <message>
        <source>Packs…</source>
        <translation>数据包…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Open a project first; images are restored by its networks.</source>
        <translation>请先打开项目；图像由项目中的网络复原。</translation>
    </message>
    <message>
        <source>Open images</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.webp)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.tif *.tiff *.webp)</translation>
    </message>
    <message numerus="yes">
        <source>Restore %n image(s) as they are, or degrade them by the task first, so that the truth is known?</source>
        <translation>
            <numerusform>按原样复原 %n 幅图像，还是先按任务使其退化，以便真值已知？</numerusform>
        </translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>按原样</translation>
    </message>
    <message>
        <source>Degrade first</source>
        <translation>先退化</translation>
    </message>
    <message>
        <source>About Kintsugi</source>
        <translation>关于 Kintsugi</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>next block along the path</source>
        <translation>沿路径的下一个块</translation>
    </message>
    <message>
        <source>arrows</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>extend the span</source>
        <translation>扩展跨度</translation>
    </message>
    <message>
        <source>Shift+arrows</source>
        <translation>Shift+方向键</translation>
    </message>
    <message>
        <source>next stage</source>
        <translation>下一个阶段</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>检视</translation>
    </message>
    <message>
        <source>show B, ground truth, degraded, error map</source>
        <translation>显示 B、真值、退化图像、误差图</translation>
    </message>
    <message>
        <source>hold B, G, D, E</source>
        <translation>按住 B、G、D、E</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用%1</translation>
    </message>
    <message>
        <source>The language changes when the window opens again. Work in flight stops then, and can be resumed.</source>
        <translation>窗口重新打开后语言才会改变。正在进行的工作会停止，之后可以继续。</translation>
    </message>
    <message>
        <source>Open the window again</source>
        <translation>重新打开窗口</translation>
    </message>
    <message numerus="yes">
        <source>The distillation of %n surrogate(s) was interrupted; its steps up to the last checkpoint are kept.</source>
        <translation>
            <numerusform>%n 个替代块的蒸馏被中断；到上一个检查点为止的步骤已保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>Time A and B on the &amp;device</source>
        <translation>在设备上为 A 和 B 计时(&amp;D)</translation>
    </message>
    <message>
        <source>Run A and B in turns on the chosen device, with the settings that were used last</source>
        <translation>在所选设备上按上次的设置交替运行 A 和 B</translation>
    </message>
    <message>
        <source>Choose the &amp;adb program…</source>
        <translation>选择 &amp;adb 程序…</translation>
    </message>
    <message>
        <source>Name the adb that reaches phones, where another than the system&apos;s is wanted</source>
        <translation>指定用于连接手机的 adb（若不使用系统自带的）</translation>
    </message>
    <message>
        <source>The adb program</source>
        <translation>adb 程序</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Kintsugi %1&lt;/h3&gt;&lt;p&gt;Workbench for hybrid image-restoration networks.&lt;/p&gt;&lt;p&gt;Qt %2. Licence: GPL 3 or later; comes without any warranty.&lt;/p&gt;&lt;p&gt;Uses %3, QCustomPlot, pagmo, Highway, Eigen, nlohmann-json, CLI11, fmt.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Kintsugi %1&lt;/h3&gt;&lt;p&gt;混合图像恢复网络工作台。&lt;/p&gt;&lt;p&gt;Qt %2。许可证：GPL 3 或更高版本；不提供任何担保。&lt;/p&gt;&lt;p&gt;使用了 %3、QCustomPlot、pagmo、Highway、Eigen、nlohmann-json、CLI11、fmt。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>The training of the teacher was interrupted; its iterations up to the last checkpoint are kept.</source>
        <translation>教师网络的训练被中断；到最近检查点为止的迭代都已保留。</translation>
    </message>
    <message>
        <source>Make a project from a Restormer checkpoint, or with a teacher to be trained</source>
        <translation>由 Restormer 检查点新建项目，或新建待训练教师网络的项目</translation>
    </message>
    <message>
        <source>&amp;Export A as ONNX…</source>
        <translation>将 A 导出为 ONNX(&amp;E)…</translation>
    </message>
    <message>
        <source>Write A as a model for phones and other runtimes</source>
        <translation>把 A 写成供手机和其他运行时使用的模型</translation>
    </message>
    <message>
        <source>Write &amp;report…</source>
        <translation>撰写报告(&amp;R)…</translation>
    </message>
    <message>
        <source>Write an HTML page with plots, tables and pictures, and CSV files</source>
        <translation>写出含图表、表格和图片的 HTML 页面以及 CSV 文件</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>Exported %1; largest difference to LibTorch %2</source>
        <translation>已导出 %1；与 LibTorch 的最大差异 %2</translation>
    </message>
    <message>
        <source>Exported %1; not compared, because ONNX Runtime is missing</source>
        <translation>已导出 %1；因缺少 ONNX Runtime 而未比较</translation>
    </message>
    <message>
        <source>Folder of the report</source>
        <translation>报告文件夹</translation>
    </message>
    <message>
        <source>Write report</source>
        <translation>撰写报告</translation>
    </message>
    <message>
        <source>The report is %1.</source>
        <translation>报告位于 %1。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>kintsugi::NewProjectDialog</name>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Restormer checkpoint, .pth or .safetensors</source>
        <translation>Restormer 检查点，.pth 或 .safetensors</translation>
    </message>
    <message>
        <source>Colour denoising</source>
        <translation>彩色去噪</translation>
    </message>
    <message>
        <source>Grey denoising</source>
        <translation>灰度去噪</translation>
    </message>
    <message>
        <source>Deraining</source>
        <translation>去雨</translation>
    </message>
    <message>
        <source>Motion deblurring</source>
        <translation>运动去模糊</translation>
    </message>
    <message>
        <source>Defocus deblurring</source>
        <translation>散焦去模糊</translation>
    </message>
    <message>
        <source>sigma </source>
        <translation>sigma </translation>
    </message>
    <message>
        <source>Create project</source>
        <translation>创建项目</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the teacher&apos;s checkpoint</source>
        <translation>选择教师网络的检查点</translation>
    </message>
    <message>
        <source>Choose the folder that the project will lie in</source>
        <translation>选择存放项目的文件夹</translation>
    </message>
    <message>
        <source>&amp;Teacher</source>
        <translation>教师网络(&amp;T)</translation>
    </message>
    <message>
        <source>T&amp;ask</source>
        <translation>任务(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>教师网络</translation>
    </message>
    <message>
        <source>Checkpoints (*.pth *.pt *.safetensors);;All files (*)</source>
        <translation>检查点 (*.pth *.pt *.safetensors);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Makes %1</source>
        <translation>将创建 %1</translation>
    </message>
    <message>
        <source>Choose the checkpoint of the teacher and a name.</source>
        <translation>请选择教师网络的检查点并输入名称。</translation>
    </message>
    <message>
        <source>Reading the checkpoint…</source>
        <translation>正在读取检查点…</translation>
    </message>
    <message>
        <source>From a checkpoint</source>
        <translation>来自检查点</translation>
    </message>
    <message>
        <source>To be trained here</source>
        <translation>在此训练</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>As published</source>
        <translation>与论文相同</translation>
    </message>
    <message>
        <source>%1: dim %2, blocks %3-%4-%5-%6, refinement %7</source>
        <translation>%1：dim %2，块 %3-%4-%5-%6，精修 %7</translation>
    </message>
    <message>
        <source>The demo&apos;s teacher is a small one; one as published trains for weeks without a GPU server</source>
        <translation>演示项目的教师网络即为“小”；与论文相同的网络没有 GPU 服务器要训练数周</translation>
    </message>
    <message>
        <source>&amp;Checkpoint</source>
        <translation>检查点(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>尺寸(&amp;S)</translation>
    </message>
    <message>
        <source>Choose a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>Making the network…</source>
        <translation>正在创建网络…</translation>
    </message>
</context>
<context>
    <name>kintsugi::OrderPlot</name>
    <message>
        <source>Run order and temperature</source>
        <translation>运行顺序与温度</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n pass(es)</source>
        <translation>
            <numerusform>%1：%n 次推理</numerusform>
        </translation>
    </message>
    <message>
        <source>temperature %1 to %2</source>
        <translation>温度 %1 至 %2</translation>
    </message>
    <message>
        <source>temperature not available</source>
        <translation>无温度数据</translation>
    </message>
    <message>
        <source>ms per pass</source>
        <translation>每次推理 ms</translation>
    </message>
    <message>
        <source>°C, dashed</source>
        <translation>°C，虚线</translation>
    </message>
    <message>
        <source>order of passes, %1</source>
        <translation>推理顺序，%1</translation>
    </message>
    <message>
        <source>order of passes</source>
        <translation>推理顺序</translation>
    </message>
    <message>
        <source>%1; temperature not available</source>
        <translation>%1；无温度数据</translation>
    </message>
</context>
<context>
    <name>kintsugi::Overlay</name>
    <message>
        <source>ms per block</source>
        <translation>每块 ms</translation>
    </message>
    <message>
        <source>PSNR drop if replaced</source>
        <translation>替换后的 PSNR 下降</translation>
    </message>
    <message>
        <source>operations, GMAC</source>
        <translation>运算量，GMAC</translation>
    </message>
    <message>
        <source>relative error</source>
        <translation>相对误差</translation>
    </message>
    <message>
        <source>predicted ms</source>
        <translation>预测 ms</translation>
    </message>
    <message>
        <source>dB lost, alone</source>
        <translation>单独损失 dB</translation>
    </message>
    <message>
        <source>GMAC at 256²</source>
        <translation>256² 下的 GMAC</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>GMAC</source>
        <translation>GMAC</translation>
    </message>
</context>
<context>
    <name>kintsugi::PaletteModel</name>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1，%2，%3</translation>
    </message>
</context>
<context>
    <name>kintsugi::ParityPanel</name>
    <message>
        <source>Parity with this computer</source>
        <translation>与本机的一致性</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Largest difference, relative</source>
        <translation>最大差异，相对</translation>
    </message>
    <message>
        <source>against the largest magnitude of LibTorch&apos;s output on this computer</source>
        <translation>相对本机上 LibTorch 输出的最大绝对值</translation>
    </message>
    <message>
        <source>Largest difference</source>
        <translation>最大差异</translation>
    </message>
    <message>
        <source>Allowed, relative</source>
        <translation>允许值，相对</translation>
    </message>
    <message>
        <source>nothing to compare yet</source>
        <translation>尚无可比较的内容</translation>
    </message>
    <message>
        <source>failed: its times do not count</source>
        <translation>失败：其时间不计入</translation>
    </message>
</context>
<context>
    <name>kintsugi::PassTable</name>
    <message>
        <source>Pass</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Time, ms</source>
        <translation>时间，ms</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>频率</translation>
    </message>
</context>
<context>
    <name>kintsugi::PatchStrip</name>
    <message>
        <source>No patch is selected. Ctrl+click in the viewer selects one.</source>
        <translation>没有选择图块。在查看器中按住 Ctrl 单击即可选择。</translation>
    </message>
    <message>
        <source>Go to the worst patch</source>
        <translation>转到最差图块</translation>
    </message>
    <message>
        <source>Patch %1 of %2</source>
        <translation>第 %1/%2 个图块</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>图块</translation>
    </message>
    <message>
        <source>%1×%2 pixels at x %3, y %4, %5 %</source>
        <translation>%1×%2 像素，位于 x %3，y %4，%5 %</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1, × %2</source>
        <translation>%1，× %2</translation>
    </message>
</context>
<context>
    <name>kintsugi::PathModel</name>
    <message>
        <source>The edge timed alone on the chosen device</source>
        <translation>在所选设备上单独计时的该边</translation>
    </message>
    <message>
        <source>The stage&apos;s time in a measured run of this network, shared among its edges as predicted</source>
        <translation>该网络一次实测中该级的时间，按预测分摊到各边</translation>
    </message>
    <message>
        <source>Part of the edges&apos; predicted time</source>
        <translation>占各边预测时间的比例</translation>
    </message>
    <message>
        <source>dB lost when it alone replaces the teacher&apos;s blocks</source>
        <translation>单独替换教师网络的块时损失的 dB</translation>
    </message>
    <message>
        <source>Squared difference to the teacher&apos;s features over the teacher&apos;s own squared update</source>
        <translation>与教师特征之差的平方除以教师自身更新的平方</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Pred. ms</source>
        <translation>预测 ms</translation>
    </message>
    <message>
        <source>Meas. ms</source>
        <translation>实测 ms</translation>
    </message>
    <message>
        <source>Share, %</source>
        <translation>占比，%</translation>
    </message>
    <message>
        <source>GMAC</source>
        <translation>GMAC</translation>
    </message>
    <message>
        <source>Par., M</source>
        <translation>参数量，M</translation>
    </message>
    <message>
        <source>dB lost alone</source>
        <translation>单独损失 dB</translation>
    </message>
    <message>
        <source>Rel. error</source>
        <translation>相对误差</translation>
    </message>
</context>
<context>
    <name>kintsugi::PathTable</name>
    <message>
        <source>Copy the table of blocks</source>
        <translation>复制块的表格</translation>
    </message>
    <message>
        <source>Blocks of A</source>
        <translation>A 的块</translation>
    </message>
    <message>
        <source>Copy all rows, with tabs</source>
        <translation>以制表符复制全部行</translation>
    </message>
</context>
<context>
    <name>kintsugi::PatternBar</name>
    <message>
        <source>Architecture %1</source>
        <translation>架构 %1</translation>
    </message>
</context>
<context>
    <name>kintsugi::PreviewStrip</name>
    <message>
        <source>Previous image</source>
        <translation>上一幅图像</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一幅图像</translation>
    </message>
    <message>
        <source>Inspect this image</source>
        <translation>检视此图像</translation>
    </message>
    <message>
        <source>Show the previous image</source>
        <translation>显示上一幅图像</translation>
    </message>
    <message>
        <source>Show the next image</source>
        <translation>显示下一幅图像</translation>
    </message>
    <message>
        <source>Open the image in Inspect</source>
        <translation>在“检视”中打开图像</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>退化图像</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>教师网络</translation>
    </message>
    <message>
        <source>Hybrid A</source>
        <translation>混合网络 A</translation>
    </message>
    <message>
        <source>|A − teacher| × %1</source>
        <translation>|A − 教师网络| × %1</translation>
    </message>
    <message>
        <source>Ground truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>No image is open.</source>
        <translation>没有打开图像。</translation>
    </message>
    <message>
        <source>Open images…</source>
        <translation>打开图像…</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Preview: %1</source>
        <translation>预览：%1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>This image has none.</source>
        <translation>此图像没有这一项。</translation>
    </message>
    <message>
        <source>Not restored yet.</source>
        <translation>尚未复原。</translation>
    </message>
    <message>
        <source>max %1</source>
        <translation>最大 %1</translation>
    </message>
    <message>
        <source>Hybrid B</source>
        <translation>混合网络 B</translation>
    </message>
    <message>
        <source>|A − B| × %1</source>
        <translation>|A − B| × %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>kintsugi::ProgressLine</name>
    <message>
        <source>%1 % done</source>
        <translation>已完成 %1 %</translation>
    </message>
</context>
<context>
    <name>kintsugi::QualityModel</name>
    <message>
        <source>Stale: %1</source>
        <translation>已过期：%1</translation>
    </message>
    <message>
        <source>RGB</source>
        <translation>RGB</translation>
    </message>
    <message>
        <source>PSNR, dB</source>
        <translation>PSNR，dB</translation>
    </message>
    <message>
        <source>SSIM</source>
        <translation>SSIM</translation>
    </message>
    <message>
        <source>vs B</source>
        <translation>相对 B</translation>
    </message>
</context>
<context>
    <name>kintsugi::QualityView</name>
    <message>
        <source>RGB, 8 bits, border kept; SSIM: 11×11 Gaussian window, σ 1.5</source>
        <translation>RGB，8 位，保留边界；SSIM：11×11 高斯窗，σ 1.5</translation>
    </message>
    <message>
        <source>Quality against the ground truth</source>
        <translation>相对真值的质量</translation>
    </message>
</context>
<context>
    <name>kintsugi::RunForm</name>
    <message>
        <source>core %1</source>
        <translation>核心 %1</translation>
    </message>
    <message>
        <source>capacity %1</source>
        <translation>算力 %1</translation>
    </message>
    <message>
        <source>capacity not available</source>
        <translation>无算力数据</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>最高 %1</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Choose a device to time on.</source>
        <translation>请选择用于计时的设备。</translation>
    </message>
    <message>
        <source>%1 is not ready; its card says what to do.</source>
        <translation>%1 尚未就绪；其卡片上写有处理办法。</translation>
    </message>
    <message>
        <source>Open a project to have architectures to time.</source>
        <translation>请打开项目，以便有架构可计时。</translation>
    </message>
    <message>
        <source>Choose at least one architecture to time.</source>
        <translation>请至少选择一个要计时的架构。</translation>
    </message>
    <message>
        <source>The size is height×width, both multiples of %1 up to %2, for example 256×256.</source>
        <translation>尺寸为高×宽，两者均为 %1 的倍数且不超过 %2，例如 256×256。</translation>
    </message>
    <message>
        <source>%1 threads on %2 would wait for one another; choose at least as many cores as threads.</source>
        <translation>%1 个线程在 %2上会相互等待；请选择不少于线程数的核心。</translation>
    </message>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n 个核心</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>正在取消</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>未选择</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>the device&apos;s choice</source>
        <translation>由设备选择</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Identify the device to choose cores; until then its scheduler chooses.</source>
        <translation>请先识别设备再选择核心；在此之前由其调度器选择。</translation>
    </message>
    <message>
        <source>Cores that the run may use; big cores have the highest capacity</source>
        <translation>运行可以使用的核心；大核的算力最高</translation>
    </message>
    <message>
        <source>One architecture, without a reference</source>
        <translation>一个架构，没有参考</translation>
    </message>
    <message>
        <source>Order %1 …</source>
        <translation>顺序 %1 …</translation>
    </message>
    <message numerus="yes">
        <source>, %n run(s) in all</source>
        <translation>
            <numerusform>，共 %n 次运行</numerusform>
        </translation>
    </message>
    <message>
        <source>, %1 s in all</source>
        <translation>，共 %1 秒</translation>
    </message>
    <message>
        <source>Timed in a process of its own on the processor; other programs that run meanwhile disturb it.</source>
        <translation>在处理器上以独立进程计时；同时运行的其他程序会造成干扰。</translation>
    </message>
    <message>
        <source>Timed by a process started from adb&apos;s shell, on the processor only: an app is scheduled differently. Verified on a real adb daemon and on emulated 64-bit Arm; the check on a first phone is pending.</source>
        <translation>由 adb shell 启动的进程计时，仅使用处理器：应用的调度方式与此不同。已在真实的 adb 守护进程与模拟的 64 位 Arm 上验证；在首部手机上的检验尚待进行。</translation>
    </message>
    <message>
        <source>Architectures to time in one run, in turn, so that drift cancels out</source>
        <translation>在一次运行中轮流计时的架构，使漂移相互抵消</translation>
    </message>
    <message>
        <source>Height×width of the input in pixels, 32-bit floating point</source>
        <translation>输入的高×宽，以像素计，32 位浮点</translation>
    </message>
    <message>
        <source>until steady</source>
        <translation>直至稳定</translation>
    </message>
    <message>
        <source>Passes that are left out at first; until steady: at least 3, until medians agree within 3 %</source>
        <translation>开头不计入的推理次数；直至稳定：至少 3 次，直到中位数相差在 3 % 以内</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒数</translation>
    </message>
    <message>
        <source>Time each architecture this often, or all of them together for this long</source>
        <translation>为每个架构计时这么多次，或所有架构合计计时这么久</translation>
    </message>
    <message>
        <source>Runs or seconds</source>
        <translation>次数或秒数</translation>
    </message>
    <message>
        <source>Runs of each architecture</source>
        <translation>每个架构的运行次数</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Seconds for all architectures together</source>
        <translation>所有架构合计的秒数</translation>
    </message>
    <message>
        <source>Time per stage</source>
        <translation>逐阶段计时</translation>
    </message>
    <message>
        <source>Also time each stage as a model of its own, and one profiled pass of the whole</source>
        <translation>另将每个阶段作为独立模型计时，并对整个网络做一次带剖析的推理</translation>
    </message>
    <message>
        <source>Check parity</source>
        <translation>检查一致性</translation>
    </message>
    <message>
        <source>Compare the device&apos;s output with this computer&apos;s; times count only when both agree</source>
        <translation>将设备的输出与本机的输出比较；两者一致时时间才计入</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Run timing</source>
        <translation>运行计时</translation>
    </message>
    <message>
        <source>Time the chosen architectures on the chosen device</source>
        <translation>在所选设备上为所选架构计时</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>Cancel timing</source>
        <translation>取消计时</translation>
    </message>
    <message>
        <source>Stop the run; what was measured so far is kept as incomplete</source>
        <translation>停止运行；目前已测得的结果会作为不完整的报告保留</translation>
    </message>
    <message>
        <source>Choose the suggested cores</source>
        <translation>选择建议的核心</translation>
    </message>
    <message>
        <source>Time on the cores of the highest capacity</source>
        <translation>在算力最高的核心上计时</translation>
    </message>
    <message>
        <source>Choose all cores</source>
        <translation>选择所有核心</translation>
    </message>
    <message>
        <source>Let the run use every core of the device</source>
        <translation>让运行使用设备的每个核心</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>计时</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>核心</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>start at once</source>
        <translation>立即开始</translation>
    </message>
    <message>
        <source>How long a hot device (45 °C, or a thermal status above 0) may cool before the first pass; then the run starts all the same, and the report says so</source>
        <translation>过热的设备（达到 45 °C，或热状态高于 0）在第一次推理前最多可降温多久；之后仍会开始运行，并在报告中注明</translation>
    </message>
    <message>
        <source>If hot</source>
        <translation>过热时</translation>
    </message>
</context>
<context>
    <name>kintsugi::RunSteps</name>
    <message>
        <source>Steps of the run</source>
        <translation>运行的步骤</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
</context>
<context>
    <name>kintsugi::SearchForm</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Start search</source>
        <translation>开始搜索</translation>
    </message>
    <message>
        <source>Start a search with these settings</source>
        <translation>以这些设置开始搜索</translation>
    </message>
    <message>
        <source>Pause search</source>
        <translation>暂停搜索</translation>
    </message>
    <message>
        <source>Pause after the trial in flight</source>
        <translation>当前试验完成后暂停</translation>
    </message>
    <message>
        <source>Resume search</source>
        <translation>继续搜索</translation>
    </message>
    <message>
        <source>Go on where the search stopped</source>
        <translation>从停止处继续搜索</translation>
    </message>
    <message>
        <source>Stop search</source>
        <translation>停止搜索</translation>
    </message>
    <message>
        <source>Stop after the trial in flight; what was measured stays</source>
        <translation>当前试验完成后停止；已测得的结果会保留</translation>
    </message>
    <message>
        <source>Extend search</source>
        <translation>扩展搜索</translation>
    </message>
    <message>
        <source>Go on with more trials</source>
        <translation>继续做更多试验</translation>
    </message>
    <message>
        <source>Run or resume</source>
        <translation>运行或继续</translation>
    </message>
    <message>
        <source>Start the search, or resume it</source>
        <translation>开始搜索，或继续搜索</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>The library has no surrogate of this kind yet</source>
        <translation>库中还没有此种类的替代块</translation>
    </message>
    <message>
        <source>Choose at least one kind of surrogate.</source>
        <translation>请至少选择一种替代块。</translation>
    </message>
    <message>
        <source>The seed is a whole number from 0.</source>
        <translation>种子是不小于 0 的整数。</translation>
    </message>
    <message>
        <source>ENS makes one choice for each stage</source>
        <translation>ENS 为每个阶段做一个选择</translation>
    </message>
    <message>
        <source>What surrogates may replace</source>
        <translation>替代块可以替换的范围</translation>
    </message>
    <message>
        <source>Search %1</source>
        <translation>搜索 %1</translation>
    </message>
    <message>
        <source>New search</source>
        <translation>新搜索</translation>
    </message>
    <message>
        <source>Set it up below and start.</source>
        <translation>在下方设置后开始。</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n trial(s)</source>
        <translation>
            <numerusform>%1/%n 次试验</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume continues at trial %1.</source>
        <translation>将从试验 %1 继续。</translation>
    </message>
    <message>
        <source>The trial in flight is finished first.</source>
        <translation>先完成当前试验。</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>PSNR</source>
        <translation>PSNR</translation>
    </message>
    <message>
        <source>Searches weigh the PSNR lost against the teacher, on the validation images</source>
        <translation>搜索权衡的是在验证图像上相对教师网络损失的 PSNR</translation>
    </message>
    <message>
        <source>What the loss is weighed against</source>
        <translation>与损失相权衡的量</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Draw a line at this cost and count what lies above it</source>
        <translation>在此代价处画线，并统计超出者</translation>
    </message>
    <message>
        <source>Limit of the cost</source>
        <translation>代价上限</translation>
    </message>
    <message>
        <source>Fewest blocks only</source>
        <translation>仅块数最少者</translation>
    </message>
    <message>
        <source>Of each kind at each span only the surrogate of fewest blocks</source>
        <translation>对每个跨度的每个种类，只用块数最少的替代块</translation>
    </message>
    <message>
        <source>Different architectures that are measured at most, the teacher included</source>
        <translation>最多测量多少个不同的架构，包括教师网络</translation>
    </message>
    <message>
        <source>More trials</source>
        <translation>更多试验</translation>
    </message>
    <message>
        <source>The same seed and settings find the same trials in the same order</source>
        <translation>相同的种子与设置会以相同顺序得到相同的试验</translation>
    </message>
    <message>
        <source>by</source>
        <translation>再做</translation>
    </message>
    <message>
        <source>trials</source>
        <translation>次试验</translation>
    </message>
    <message>
        <source>Objectives</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Lose least</source>
        <translation>最小损失</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空间</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>By</source>
        <translation>替代为</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>试验数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Searches, checked ones are shown in the plot</source>
        <translation>搜索列表，勾选者显示在绘图中</translation>
    </message>
    <message>
        <source>Searches in the plot</source>
        <translation>绘图中的搜索</translation>
    </message>
    <message>
        <source>Choose one to resume or extend it</source>
        <translation>选择一个以继续或延长</translation>
    </message>
</context>
<context>
    <name>kintsugi::SearchListModel</name>
    <message>
        <source>%1  %2, %3 of %4, %5</source>
        <translation>%1  %2，%3/%4，%5</translation>
    </message>
    <message>
        <source>hypervolume %1</source>
        <translation>超体积 %1</translation>
    </message>
</context>
<context>
    <name>kintsugi::SearchWorkspace</name>
    <message>
        <source>Hypervolume</source>
        <translation>超体积</translation>
    </message>
    <message>
        <source>Search setup</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>试验</translation>
    </message>
    <message>
        <source>Walk the front</source>
        <translation>沿前沿行走</translation>
    </message>
    <message>
        <source>%1, task %2, measured on %3</source>
        <translation>%1，任务 %2，在 %3 上测量</translation>
    </message>
    <message>
        <source>%1; cost %2; seed %3</source>
        <translation>%1；代价 %2；种子 %3</translation>
    </message>
    <message>
        <source>No validation images chosen</source>
        <translation>没有选择验证图像</translation>
    </message>
    <message numerus="yes">
        <source>%n photograph(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 paths</source>
        <translation>%1 条路径</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Click a point to look at its network; [ and ] walk along the front.</source>
        <translation>单击一个点查看其网络；[ 与 ] 沿前沿行走。</translation>
    </message>
    <message>
        <source>No project is open. Open one, or the demo project, in the File menu.</source>
        <translation>没有打开的项目。请在“文件”菜单中打开一个项目或演示项目。</translation>
    </message>
    <message>
        <source>Pictures of A and B</source>
        <translation>A 与 B 的图像</translation>
    </message>
</context>
<context>
    <name>kintsugi::Selection</name>
    <message>
        <source>Swap A and B</source>
        <translation>交换 A 与 B</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Show trial %1</source>
        <translation>显示试验 %1</translation>
    </message>
    <message>
        <source>Show architecture</source>
        <translation>显示架构</translation>
    </message>
</context>
<context>
    <name>kintsugi::SelectionStrip</name>
    <message>
        <source>trial %1, edited</source>
        <translation>试验 %1，已编辑</translation>
    </message>
    <message>
        <source>trial %1</source>
        <translation>试验 %1</translation>
    </message>
    <message>
        <source>all transformer</source>
        <translation>全部为 Transformer</translation>
    </message>
    <message>
        <source>all surrogate</source>
        <translation>全部为替代块</translation>
    </message>
    <message>
        <source>own architecture</source>
        <translation>自定义架构</translation>
    </message>
    <message>
        <source>T %1 · S %2</source>
        <translation>T %1 · S %2</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Swap A and B</source>
        <translation>交换 A 与 B</translation>
    </message>
    <message>
        <source>Pin A as B</source>
        <translation>将 A 固定为 B</translation>
    </message>
    <message>
        <source>Copy A as text</source>
        <translation>将 A 复制为文本</translation>
    </message>
    <message>
        <source>Make B the current architecture and A the reference</source>
        <translation>将 B 设为当前架构，A 设为参考</translation>
    </message>
    <message>
        <source>Make A the reference, too</source>
        <translation>将 A 也设为参考</translation>
    </message>
    <message>
        <source>Copy A in the form that files and the command line use</source>
        <translation>以文件和命令行所用的形式复制 A</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>vs teacher</source>
        <translation>相对教师网络</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>%1 ± %2 ms</source>
        <translation>%1 ± %2 ms</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
</context>
<context>
    <name>kintsugi::Session</name>
    <message>
        <source>Not measured: the project has no validation images. Choose some in the Image menu.</source>
        <translation>未测量：项目没有验证图像。请在“图像”菜单中选择。</translation>
    </message>
    <message>
        <source>Being measured on the validation images</source>
        <translation>正在验证图像上测量</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>%1 stopped: %2</source>
        <translation>%1 已停止：%2</translation>
    </message>
    <message>
        <source>The searches were measured on other validation images than the chosen ones. Their trials are shown again when those are chosen in the Image menu.</source>
        <translation>这些搜索是在另外的验证图像上测量的。在“图像”菜单中重新选择那些图像后，其试验会再次显示。</translation>
    </message>
    <message>
        <source>Jobs measure on the validation images. Stop them before you choose others.</source>
        <translation>有任务正在使用验证图像进行测量。请先停止它们，再选择其他图像。</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Fine-tuned: %1 to %2</source>
        <translation>已微调：%1 到 %2</translation>
    </message>
    <message>
        <source>Not measured while the teacher is trained</source>
        <translation>训练教师网络期间不测量</translation>
    </message>
    <message>
        <source>The teacher is being trained, and all else follows from it. Wait for its end, or cancel it in the list of jobs.</source>
        <translation>教师网络正在训练，其余一切都取决于它。请等待结束，或在作业列表中取消。</translation>
    </message>
    <message>
        <source>Other jobs work with the teacher as it is. Stop them before you train it.</source>
        <translation>其他作业正使用现有的教师网络。请先停止它们再训练。</translation>
    </message>
    <message>
        <source>The training of the teacher was stopped; what it has learnt is kept.</source>
        <translation>教师网络的训练已停止；已学到的内容保留。</translation>
    </message>
    <message>
        <source>The teacher is trained: %1 on the validation images</source>
        <translation>教师网络训练完成：验证图像上为 %1</translation>
    </message>
    <message>
        <source>The teacher is trained</source>
        <translation>教师网络训练完成</translation>
    </message>
    <message>
        <source>Networks are being timed. Choose other images when that is over.</source>
        <translation>正在为网络计时。请在结束后再选择其他图像。</translation>
    </message>
</context>
<context>
    <name>kintsugi::ShortcutPage</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Filter keys</source>
        <translation>筛选按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between keys</comment>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>kintsugi::SpanChoices</name>
    <message>
        <source>Select blocks in the network.</source>
        <translation>请在网络中选择块。</translation>
    </message>
    <message>
        <source>Selected: %1</source>
        <translation>已选：%1</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>training, %1 %</source>
        <translation>训练中，%1 %</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>kind, state</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1，%2，%3</translation>
    </message>
    <message>
        <source>Sum of the losses measured one at a time</source>
        <translation>逐个测得的损失之和</translation>
    </message>
</context>
<context>
    <name>kintsugi::SpanMenu</name>
    <message>
        <source>Distil %1 again</source>
        <translation>重新蒸馏 %1</translation>
    </message>
    <message>
        <source>Distil %1 now</source>
        <translation>立即蒸馏 %1</translation>
    </message>
    <message numerus="yes">
        <source>Distil all %n</source>
        <translation>
            <numerusform>蒸馏全部 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>training, %1 %</source>
        <translation>训练中，%1 %</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>%1   %2	%3</source>
        <comment>letters, kind, numbers</comment>
        <translation>%1   %2	%3</translation>
    </message>
    <message>
        <source>Distil another</source>
        <translation>蒸馏其他替代块</translation>
    </message>
</context>
<context>
    <name>kintsugi::SpanOption</name>
    <message>
        <source>mixed</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>error %1</source>
        <translation>误差 %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>kintsugi::StageTimeModel</name>
    <message>
        <source>1st</source>
        <translation>第 1 个</translation>
    </message>
    <message>
        <source>2nd</source>
        <translation>第 2 个</translation>
    </message>
    <message>
        <source>Time of a profiled pass whose nodes carry no stage&apos;s name, for example after fusion</source>
        <translation>带剖析的推理中，节点不带阶段名称（例如融合之后）的那部分时间</translation>
    </message>
    <message>
        <source>What belongs to no stage: patch embedding, down- and upsampling, output</source>
        <translation>不属于任何阶段的部分：图块嵌入、下采样与上采样、输出</translation>
    </message>
    <message>
        <source>Predicted for %1: %2</source>
        <translation>%1 的预测：%2</translation>
    </message>
    <message>
        <source>%1 %2, %3 %4</source>
        <translation>%1 %2，%3 %4</translation>
    </message>
    <message>
        <source>Median of the stage as a model of its own, ms</source>
        <translation>该阶段作为独立模型的中位数，ms</translation>
    </message>
    <message>
        <source>Its nodes&apos; medians in one profiled pass of the whole, ms</source>
        <translation>对整个网络做带剖析的推理时其节点的中位数，ms</translation>
    </message>
    <message>
        <source>Stage, ms</source>
        <translation>阶段，ms</translation>
    </message>
    <message>
        <source>%1 alone</source>
        <translation>%1 单独</translation>
    </message>
    <message>
        <source>profiled</source>
        <translation>剖析</translation>
    </message>
</context>
<context>
    <name>kintsugi::StageTimes</name>
    <message>
        <source>Measured time per stage</source>
        <translation>各阶段实测时间</translation>
    </message>
    <message>
        <source>Sum of stages against the whole</source>
        <translation>各阶段之和与整体的对比</translation>
    </message>
    <message>
        <source>Nothing measured yet.</source>
        <translation>尚无测量结果。</translation>
    </message>
    <message>
        <source>Stages are timed after the whole network.</source>
        <translation>各阶段在整个网络之后计时。</translation>
    </message>
    <message>
        <source>This run has no times per stage; check “Time per stage” for them.</source>
        <translation>此次运行没有各阶段的时间；如有需要，请勾选“逐阶段计时”。</translation>
    </message>
    <message>
        <source>Sum of stages alone, %1</source>
        <translation>各阶段单独之和，%1</translation>
    </message>
    <message>
        <source>Whole network, %1</source>
        <translation>整个网络，%1</translation>
    </message>
    <message>
        <source>Whole − sum</source>
        <translation>整体 − 总和</translation>
    </message>
    <message>
        <source>Rest of the network, cache and scheduling</source>
        <translation>网络的其余部分、缓存与调度</translation>
    </message>
    <message>
        <source>Profiled nodes of the profiled pass</source>
        <translation>带剖析的推理中的节点</translation>
    </message>
    <message>
        <source>%1 of %2, %3</source>
        <translation>%1/%2，%3</translation>
    </message>
    <message>
        <source>How much of the pass the nodes explain</source>
        <translation>节点能解释该次推理的多少时间</translation>
    </message>
</context>
<context>
    <name>kintsugi::StateChip</name>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>kintsugi::StatisticsTable</name>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Median, ms</source>
        <translation>中位数，ms</translation>
    </message>
    <message>
        <source>95 % interval, ms</source>
        <translation>95 % 区间，ms</translation>
    </message>
    <message>
        <source>Minimum, ms</source>
        <translation>最小值，ms</translation>
    </message>
    <message>
        <source>P90, ms</source>
        <translation>P90，ms</translation>
    </message>
    <message>
        <source>MAD, ms</source>
        <translation>MAD，ms</translation>
    </message>
    <message>
        <source>Trend, %</source>
        <translation>趋势，%</translation>
    </message>
    <message>
        <source>Load, ms</source>
        <translation>加载，ms</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>峰值内存</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
</context>
<context>
    <name>kintsugi::StripBadge</name>
    <message>
        <source>A, the current architecture</source>
        <translation>A，当前架构</translation>
    </message>
    <message>
        <source>B, the pinned reference</source>
        <translation>B，固定的参考</translation>
    </message>
</context>
<context>
    <name>kintsugi::SummaryModel</name>
    <message>
        <source>PSNR, dB</source>
        <translation>PSNR，dB</translation>
    </message>
    <message>
        <source>SSIM</source>
        <translation>SSIM</translation>
    </message>
    <message>
        <source>Transformer blocks</source>
        <translation>Transformer 块</translation>
    </message>
    <message>
        <source>SSM blocks</source>
        <translation>SSM 块</translation>
    </message>
    <message>
        <source>Parameters, M</source>
        <translation>参数量，M</translation>
    </message>
    <message>
        <source>GMACs, 256²</source>
        <translation>GMAC，256²</translation>
    </message>
    <message>
        <source>Predicted ms</source>
        <translation>预测 ms</translation>
    </message>
    <message>
        <source>Measured ms</source>
        <translation>实测 ms</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1, stale: %2</source>
        <translation>%1，已过期：%2</translation>
    </message>
    <message>
        <source>Stale: %1</source>
        <translation>已过期：%1</translation>
    </message>
    <message>
        <source>Whole network</source>
        <translation>整个网络</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>A − B</source>
        <translation>A − B</translation>
    </message>
</context>
<context>
    <name>kintsugi::SummaryPanel</name>
    <message>
        <source>Show effect of the span</source>
        <translation>显示跨度的影响</translation>
    </message>
    <message>
        <source>Time the span</source>
        <translation>为跨度计时</translation>
    </message>
    <message>
        <source>Show the pixels that the selected blocks change</source>
        <translation>显示所选块改变的像素</translation>
    </message>
    <message>
        <source>Time A with and without the selected blocks, in turns, on the chosen device</source>
        <translation>在所选设备上交替测量含与不含所选块的 A</translation>
    </message>
    <message>
        <source>Numbers of A and B</source>
        <translation>A 与 B 的数值</translation>
    </message>
    <message>
        <source>Show effect</source>
        <translation>显示影响</translation>
    </message>
    <message>
        <source>Time block</source>
        <translation>块计时</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
</context>
<context>
    <name>kintsugi::SurrogateModel</name>
    <message>
        <source>%1
Right-click and choose Distil again, or distil it with more iterations.</source>
        <translation>%1
右键单击并选择“重新蒸馏”，或增加迭代次数后蒸馏。</translation>
    </message>
    <message>
        <source>It failed.</source>
        <translation>蒸馏失败。</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>跨度</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>dB lost</source>
        <translation>损失 dB</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Blocks of the teacher that it replaces</source>
        <translation>它所替换的教师网络的块</translation>
    </message>
    <message>
        <source>How many blocks it covers, and how many it runs</source>
        <translation>覆盖多少个块，运行多少个块</translation>
    </message>
    <message>
        <source>What its blocks are</source>
        <translation>其块的种类</translation>
    </message>
    <message>
        <source>Relative error of its features</source>
        <translation>其特征的相对误差</translation>
    </message>
    <message>
        <source>dB lost when it alone replaces the teacher&apos;s blocks</source>
        <translation>单独替换教师网络的块时损失的 dB</translation>
    </message>
    <message>
        <source>Whether it can be used</source>
        <translation>是否可用</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <comment>ready, all</comment>
        <translation>%1/%2</translation>
    </message>
</context>
<context>
    <name>kintsugi::TeacherCard</name>
    <message>
        <source>Teacher</source>
        <translation>教师网络</translation>
    </message>
    <message>
        <source>Restormer, dim %1, %2</source>
        <translation>Restormer，维数 %1，%2</translation>
    </message>
    <message>
        <source>%1 blocks · %2 M parameters · %3 GMAC at 256² · %4</source>
        <translation>%1 个块 · 参数量 %2 M · 256² 下 %3 GMAC · %4</translation>
    </message>
    <message>
        <source>PSNR on %1</source>
        <translation>%1 上的 PSNR</translation>
    </message>
    <message>
        <source>PSNR was not measured yet: the project has no validation images</source>
        <translation>尚未测量 PSNR：项目没有验证图像</translation>
    </message>
    <message>
        <source>No project is open</source>
        <translation>没有打开项目</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>训练…</translation>
    </message>
    <message>
        <source>Training curve</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>Train the teacher of this project on the training images</source>
        <translation>用训练图像训练本项目的教师网络</translation>
    </message>
    <message>
        <source>Show the losses of the teacher&apos;s training</source>
        <translation>显示教师网络训练的损失</translation>
    </message>
    <message>
        <source>Not trained yet: its weights are random.</source>
        <translation>尚未训练：权重是随机的。</translation>
    </message>
    <message>
        <source>Iteration %1 of %2, %3</source>
        <translation>第 %1/%2 次迭代，%3</translation>
    </message>
</context>
<context>
    <name>kintsugi::TimingController</name>
    <message>
        <source>No temporary folder for the exported models can be made; free some space.</source>
        <translation>无法为导出的模型创建临时文件夹；请释放一些空间。</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>The stages were not timed: %1</source>
        <translation>各阶段未能计时：%1</translation>
    </message>
    <message>
        <source>Every block was timed; predicted times are those of this device now</source>
        <translation>已为每个块计时；预测时间现为此设备的时间</translation>
    </message>
    <message>
        <source>Cancelled; nothing was timed.</source>
        <translation>已取消；没有计时。</translation>
    </message>
    <message>
        <source>Removed everything from %1</source>
        <translation>已从 %1 中移除所有内容</translation>
    </message>
    <message>
        <source>cooling: %1</source>
        <translation>降温中：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) pause while timing</source>
        <translation>
            <numerusform>计时期间 %n 个任务暂停</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::ToolJobs</name>
    <message>
        <source>%1 cannot be run; install it beside this program.</source>
        <translation>无法运行 %1；请把它安装在本程序旁。</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 失败：%2</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>没有任何说明</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
</context>
<context>
    <name>kintsugi::TrainDialog</name>
    <message>
        <source>Train the teacher</source>
        <translation>训练教师网络</translation>
    </message>
    <message>
        <source>Fine-tune a network</source>
        <translation>微调网络</translation>
    </message>
    <message>
        <source>Steps of the optimiser</source>
        <translation>优化器步数</translation>
    </message>
    <message>
        <source> pixels</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Side of the training patches, a multiple of 8</source>
        <translation>训练图块的边长，8 的倍数</translation>
    </message>
    <message>
        <source>Patches a step; rounded up to one for each thread</source>
        <translation>每步图块数；向上取整为每线程一个</translation>
    </message>
    <message>
        <source>At first; it falls to nearly nothing along a cosine</source>
        <translation>初始值；沿余弦降到几乎为零</translation>
    </message>
    <message>
        <source>The same seed and settings give the same training</source>
        <translation>相同的种子和设置给出相同的训练</translation>
    </message>
    <message>
        <source>Begin with the deepest level</source>
        <translation>从最深层开始</translation>
    </message>
    <message>
        <source>A small network that is trained all at once leaves its deep stages with nothing to do</source>
        <translation>小网络若一次全部训练，深层的级会无事可做</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message numerus="yes">
        <source>%n pack(s) or folder(s), chosen in the Image menu</source>
        <translation>
            <numerusform>%n 个图包或文件夹，在“图像”菜单中选择</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Iterations</source>
        <translation>迭代次数(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Patches</source>
        <translation>图块(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Batch</source>
        <translation>批量(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>学习率(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>种子(&amp;S)</translation>
    </message>
    <message>
        <source>The project opens anew when the training is over. It can be paused, and goes on after the program was closed.</source>
        <translation>训练结束后项目会重新打开。训练可以暂停，关闭程序后也能继续。</translation>
    </message>
    <message>
        <source>Trained to the truth and to the teacher&apos;s output; measured before and after. What is cut off goes on when the same is started again.</source>
        <translation>以真值和教师输出为目标训练；前后都测量。中断后以相同设置重新开始即可继续。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Fine-tune</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Goes on from the last checkpoint. After a loss that was not finite take a smaller learning rate.</source>
        <translation>从最近的检查点继续。若损失曾不是有限值，请减小学习率。</translation>
    </message>
</context>
<context>
    <name>kintsugi::TransformerShare</name>
    <message>
        <source>Share of front members with a transformer, by block</source>
        <translation>前沿成员中各块为 Transformer 的比例</translation>
    </message>
    <message>
        <source>%1: %2 %</source>
        <translation>%1：%2 %</translation>
    </message>
    <message numerus="yes">
        <source>%1: transformer in %2 of %n front member(s)</source>
        <translation>
            <numerusform>%1：%n 个前沿成员中有 %2 个使用 Transformer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kintsugi::TrialDelegate</name>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
</context>
<context>
    <name>kintsugi::TrialModel</name>
    <message>
        <source>reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>拐点</translation>
    </message>
    <message>
        <source>front</source>
        <translation>前沿</translation>
    </message>
    <message>
        <source>dominated</source>
        <translation>被支配</translation>
    </message>
    <message>
        <source>tied</source>
        <translation>持平</translation>
    </message>
    <message>
        <source>%1, tied</source>
        <translation>%1，持平</translation>
    </message>
    <message>
        <source>%1, search %2</source>
        <translation>%1，搜索 %2</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>已测量</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>PSNR against the teacher; 95 % interval %1 to %2 dB, paired over the validation images</source>
        <translation>相对教师网络的 PSNR；95 % 区间 %1 至 %2 dB，在验证图像上配对</translation>
    </message>
    <message>
        <source>PSNR against the teacher</source>
        <translation>相对教师网络的 PSNR</translation>
    </message>
    <message>
        <source>95 % interval %1 to %2 ms</source>
        <translation>95 % 区间 %1 至 %2 ms</translation>
    </message>
    <message>
        <source>Tied: the 95 % interval of its loss against the teacher includes 0</source>
        <translation>持平：相对教师网络的损失的 95 % 区间包含 0</translation>
    </message>
    <message>
        <source>Transformer blocks</source>
        <translation>Transformer 块</translation>
    </message>
    <message>
        <source>Surrogate blocks that run</source>
        <translation>运行的替代块</translation>
    </message>
    <message>
        <source>PSNR against the teacher, with half the 95 % interval</source>
        <translation>相对教师网络的 PSNR，附 95 % 区间的一半</translation>
    </message>
    <message>
        <source>Predicted latency</source>
        <translation>预测延迟</translation>
    </message>
    <message>
        <source>Parameters in millions</source>
        <translation>参数量，百万</translation>
    </message>
    <message>
        <source>10⁹ multiply-accumulates at 256×256</source>
        <translation>256×256 下的乘加次数，10⁹</translation>
    </message>
    <message>
        <source>The penalty that ENS weighs</source>
        <translation>ENS 所权衡的惩罚项</translation>
    </message>
    <message>
        <source>Among the visible searches, by loss and the chosen cost</source>
        <translation>在可见的搜索中，按损失与所选代价</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>试验</translation>
    </message>
    <message>
        <source>Pattern, enc1 to refine</source>
        <translation>构型，enc1 至 refine</translation>
    </message>
    <message>
        <source>T</source>
        <translation>T</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>Δ dB</source>
        <translation>Δ dB</translation>
    </message>
    <message>
        <source>Pred. ms</source>
        <translation>预测 ms</translation>
    </message>
    <message>
        <source>Measured ms</source>
        <translation>实测 ms</translation>
    </message>
    <message>
        <source>Par., M</source>
        <translation>参数量，M</translation>
    </message>
    <message>
        <source>GMAC</source>
        <translation>GMAC</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>惩罚项</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>kintsugi::TrialTable</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Filter trials</source>
        <translation>筛选试验</translation>
    </message>
    <message>
        <source>Type what trials to show</source>
        <translation>输入要显示的试验</translation>
    </message>
    <message>
        <source>Clear the trial filter</source>
        <translation>清除试验筛选</translation>
    </message>
    <message>
        <source>Show all trials again</source>
        <translation>重新显示所有试验</translation>
    </message>
    <message>
        <source>Front only</source>
        <translation>仅前沿</translation>
    </message>
    <message>
        <source>Leave out the trials that another one beats</source>
        <translation>隐藏被其他试验胜过的试验</translation>
    </message>
    <message>
        <source>Follow selection</source>
        <translation>跟随选择</translation>
    </message>
    <message>
        <source>Scroll to A whenever it changes</source>
        <translation>A 改变时滚动到 A</translation>
    </message>
    <message>
        <source>Copy trials</source>
        <translation>复制试验</translation>
    </message>
    <message>
        <source>Copy the selected rows, with tabs</source>
        <translation>复制所选行，以制表符分隔</translation>
    </message>
    <message>
        <source>Save trials as CSV…</source>
        <translation>将试验保存为 CSV…</translation>
    </message>
    <message>
        <source>Save the rows that pass the filter, with exact numbers</source>
        <translation>保存通过筛选的行，使用精确数值</translation>
    </message>
    <message>
        <source>Time on device</source>
        <translation>设备计时</translation>
    </message>
    <message>
        <source>Time the selected trials on the chosen device</source>
        <translation>在所选设备上为所选试验计时</translation>
    </message>
    <message>
        <source>Filter, e.g. ms &lt; 2600 dec1:T</source>
        <translation>筛选，例如 ms &lt; 2600 dec1:T</translation>
    </message>
    <message>
        <source>Filter of the trials</source>
        <translation>试验筛选</translation>
    </message>
    <message>
        <source>&lt;p&gt;Terms apart by spaces; all must hold, &lt;b&gt;!&lt;/b&gt; turns one round.&lt;/p&gt;&lt;p&gt;&lt;b&gt;ms &amp;lt; 2600&lt;/b&gt;, &lt;b&gt;dB &amp;lt; 0.3&lt;/b&gt; (lost), &lt;b&gt;T &amp;lt;= 20&lt;/b&gt;; also measured, S, psnr, GMAC, M, penalty, trial, step, search&lt;br&gt;&lt;b&gt;dec1:T&lt;/b&gt; the whole stage, &lt;b&gt;dec2.5:S&lt;/b&gt; one block, &lt;b&gt;enc2:lite1:2&lt;/b&gt; an edge&lt;br&gt;&lt;b&gt;front&lt;/b&gt;, knee, tied, dominated, reference, measured, failed&lt;br&gt;anything else: part of the architecture&apos;s text&lt;/p&gt;</source>
        <translation>&lt;p&gt;各条件以空格分隔，须全部满足，&lt;b&gt;!&lt;/b&gt; 表示取反。&lt;/p&gt;&lt;p&gt;&lt;b&gt;ms &amp;lt; 2600&lt;/b&gt;、&lt;b&gt;dB &amp;lt; 0.3&lt;/b&gt;（损失）、&lt;b&gt;T &amp;lt;= 20&lt;/b&gt;；还有 measured、S、psnr、GMAC、M、penalty、trial、step、search&lt;br&gt;&lt;b&gt;dec1:T&lt;/b&gt; 整个阶段，&lt;b&gt;dec2.5:S&lt;/b&gt; 单个块，&lt;b&gt;enc2:lite1:2&lt;/b&gt; 一条边&lt;br&gt;&lt;b&gt;front&lt;/b&gt;、knee、tied、dominated、reference、measured、failed&lt;br&gt;其他内容：架构文本的一部分&lt;/p&gt;</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>试验</translation>
    </message>
    <message numerus="yes">
        <source>%n trial(s)</source>
        <translation>
            <numerusform>%n 次试验</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n trial(s)</source>
        <translation>
            <numerusform>%1/%n 次试验</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 failed</source>
        <translation>%1，%2 次失败</translation>
    </message>
    <message>
        <source>No trials yet. They appear here one by one while a search runs.</source>
        <translation>尚无试验。搜索运行时，试验会逐一显示在此处。</translation>
    </message>
    <message>
        <source>No trial passes the filter.</source>
        <translation>没有试验通过筛选。</translation>
    </message>
    <message>
        <source>Time on device (%1)</source>
        <translation>设备计时（%1）</translation>
    </message>
    <message>
        <source>Save trials</source>
        <translation>保存试验</translation>
    </message>
    <message>
        <source>Comma separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
</context>
<context>
    <name>kintsugi::TrialTip</name>
    <message>
        <source>trial %1</source>
        <translation>试验 %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>%1 ms predicted</source>
        <translation>预测 %1 ms</translation>
    </message>
    <message>
        <source>T %1 · S %2</source>
        <translation>T %1 · S %2</translation>
    </message>
    <message>
        <source>%1 ms measured</source>
        <translation>实测 %1 ms</translation>
    </message>
    <message>
        <source>%1 ms measured, %2</source>
        <translation>实测 %1 ms，%2</translation>
    </message>
</context>
<context>
    <name>kintsugi::UnetActions</name>
    <message>
        <source>Swap block</source>
        <translation>替换块</translation>
    </message>
    <message>
        <source>Swap a transformer block and its best surrogate</source>
        <translation>在 Transformer 块与其最佳替代块之间切换</translation>
    </message>
    <message>
        <source>Next surrogate</source>
        <translation>下一个替代块</translation>
    </message>
    <message>
        <source>Go through the surrogates of the selected span</source>
        <translation>依次切换所选跨度的替代块</translation>
    </message>
    <message>
        <source>List choices…</source>
        <translation>列出选项…</translation>
    </message>
    <message>
        <source>Show everything that can stand at the selected span</source>
        <translation>显示所选跨度处可用的全部选项</translation>
    </message>
    <message>
        <source>Distil missing surrogates of the span</source>
        <translation>蒸馏跨度中缺失的替代块</translation>
    </message>
    <message>
        <source>Distil every missing surrogate of the selected span</source>
        <translation>蒸馏所选跨度的所有缺失替代块</translation>
    </message>
    <message>
        <source>Preset: all transformer</source>
        <translation>预设：全部为 Transformer</translation>
    </message>
    <message>
        <source>Use the teacher as it is</source>
        <translation>按原样使用教师网络</translation>
    </message>
    <message>
        <source>Preset: all surrogate</source>
        <translation>预设：全部为替代块</translation>
    </message>
    <message>
        <source>Replace every block that has a surrogate</source>
        <translation>替换所有拥有替代块的块</translation>
    </message>
    <message>
        <source>Preset: knee of the front</source>
        <translation>预设：前沿的拐点</translation>
    </message>
    <message>
        <source>Show the front&apos;s member of the best compromise</source>
        <translation>显示前沿中折中最佳的成员</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Enlarge the network</source>
        <translation>放大网络</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Reduce the network</source>
        <translation>缩小网络</translation>
    </message>
    <message>
        <source>Fit network</source>
        <translation>网络适应窗口</translation>
    </message>
    <message>
        <source>Show the whole network</source>
        <translation>显示整个网络</translation>
    </message>
    <message>
        <source>Outline differences from B</source>
        <translation>标出与 B 的差异</translation>
    </message>
    <message>
        <source>Mark the blocks where A and B differ</source>
        <translation>标记 A 与 B 不同的块</translation>
    </message>
    <message>
        <source>Export network image…</source>
        <translation>导出网络图…</translation>
    </message>
    <message>
        <source>Save the network as a picture</source>
        <translation>将网络保存为图片</translation>
    </message>
    <message>
        <source>Bars: %1</source>
        <translation>条形：%1</translation>
    </message>
    <message>
        <source>Show %1 beside each block</source>
        <translation>在每个块旁显示%1</translation>
    </message>
    <message>
        <source>Bars: linear scale</source>
        <translation>条形：线性刻度</translation>
    </message>
    <message>
        <source>Bar length is proportional</source>
        <translation>条形长度成正比</translation>
    </message>
    <message>
        <source>Bars: logarithmic scale</source>
        <translation>条形：对数刻度</translation>
    </message>
    <message>
        <source>Bar length spans three powers of ten</source>
        <translation>条形长度跨越三个数量级</translation>
    </message>
</context>
<context>
    <name>kintsugi::UnetPanel</name>
    <message>
        <source>No network is open yet.</source>
        <translation>尚未打开网络。</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>条形</translation>
    </message>
    <message>
        <source>What the bars show</source>
        <translation>条形显示的量</translation>
    </message>
    <message>
        <source>Device of the times</source>
        <translation>计时的设备</translation>
    </message>
    <message>
        <source>No device chosen</source>
        <translation>没有选择设备</translation>
    </message>
    <message>
        <source>Scale of the bars</source>
        <translation>条形的刻度</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Replace the whole path</source>
        <translation>替换整条路径</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Times of %1</source>
        <translation>%1 的时间</translation>
    </message>
</context>
<context>
    <name>kintsugi::UnetScene</name>
    <message>
        <source>%1 · %2 ch</source>
        <comment>blocks, channels</comment>
        <translation>%1 · %2 通道</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>number, unit</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>skip %1 · %2×%2, %3 ch</source>
        <translation>跳跃 %1 · %2×%2，%3 通道</translation>
    </message>
    <message>
        <source>%1 alternatives</source>
        <translation>%1 个可选项</translation>
    </message>
</context>
<context>
    <name>kintsugi::UnetView</name>
    <message>
        <source>%1 could not be written: %2. Choose another folder.</source>
        <translation>无法写入 %1：%2。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>This program was built without Qt&apos;s SVG module. Save as PNG.</source>
        <translation>此程序构建时未包含 Qt 的 SVG 模块。请保存为 PNG。</translation>
    </message>
    <message>
        <source>Export network image</source>
        <translation>导出网络图</translation>
    </message>
    <message>
        <source>PNG image (*.png)</source>
        <translation>PNG 图像 (*.png)</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>SVG 绘图 (*.svg)</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>已保存 %1。</translation>
    </message>
    <message>
        <source>Select a block first.</source>
        <translation>请先选择一个块。</translation>
    </message>
    <message>
        <source>No surrogate of %1 yet; distil one.</source>
        <translation>%1 尚无替代块；请蒸馏一个。</translation>
    </message>
    <message>
        <source>No surrogate of %1 is missing.</source>
        <translation>%1 没有缺失的替代块。</translation>
    </message>
    <message>
        <source>%1 of %2 is not distilled yet; right-click to distil it.</source>
        <translation>%2 的 %1 尚未蒸馏；右键单击即可蒸馏。</translation>
    </message>
    <message>
        <source>%1 of %2 is being distilled.</source>
        <translation>正在蒸馏 %2 的 %1。</translation>
    </message>
    <message>
        <source>%1 of %2 failed; right-click to distil it again.</source>
        <translation>%2 的 %1 失败；右键单击可重新蒸馏。</translation>
    </message>
</context>
<context>
    <name>kintsugi::WalkFront</name>
    <message>
        <source>Costliest single swaps, dB lost</source>
        <translation>代价最高的单项替换，损失 dB</translation>
    </message>
    <message>
        <source>‹  Faster</source>
        <translation>‹  更快</translation>
    </message>
    <message>
        <source>Better  ›</source>
        <translation>更好  ›</translation>
    </message>
    <message numerus="yes">
        <source>T share among %n front member(s), %</source>
        <translation>
            <numerusform>%n 个前沿成员中 T 的比例，%</numerusform>
        </translation>
    </message>
    <message>
        <source>T share among front members</source>
        <translation>前沿成员中 T 的比例</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>– of %1</source>
        <translation>–/%1</translation>
    </message>
    <message>
        <source>A is not on the front</source>
        <translation>A 不在前沿上</translation>
    </message>
    <message>
        <source>The front appears with the first trials of a search.</source>
        <translation>搜索的首批试验完成后显示前沿。</translation>
    </message>
    <message>
        <source>A has not been measured; Faster and Better lead to the knee.</source>
        <translation>A 尚未测量；“更快”与“更好”会转到拐点。</translation>
    </message>
    <message>
        <source>There is no other trial on the front.</source>
        <translation>前沿上没有其他试验。</translation>
    </message>
    <message>
        <source>trial %1</source>
        <translation>试验 %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>Next better: %1</source>
        <translation>下一个更好：%1</translation>
    </message>
    <message>
        <source>Next faster: %1</source>
        <translation>下一个更快：%1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>The costs of these edges are not known</source>
        <translation>这些边的代价未知</translation>
    </message>
</context>
<context>
    <name>kintsugi::WorstPatchModel</name>
    <message>
        <source>x %1, y %2, %3×%4 pixels</source>
        <translation>x %1，y %2，%3×%4 像素</translation>
    </message>
    <message>
        <source>Patch %1 at x %2, y %3: A %4, against B %5</source>
        <translation>图块 %1，位于 x %2，y %3：A %4，相对 B %5</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>A, dB</source>
        <translation>A，dB</translation>
    </message>
    <message>
        <source>vs B</source>
        <translation>相对 B</translation>
    </message>
</context>
<context>
    <name>kintsugi::WorstPatchView</name>
    <message>
        <source>Worst patches</source>
        <translation>最差图块</translation>
    </message>
    <message>
        <source>The patches appear when A and B are restored.</source>
        <translation>A 与 B 复原后显示图块。</translation>
    </message>
    <message>
        <source>The patches are being measured.</source>
        <translation>正在测量图块。</translation>
    </message>
    <message>
        <source>A loses nothing against B in this image.</source>
        <translation>在此图像中 A 相对 B 没有损失。</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Workbench for hybrid image-restoration networks</source>
        <translation>混合图像复原网络工作台</translation>
    </message>
    <message>
        <source>Pack or folder of clean photographs to measure on; may be repeated.</source>
        <translation>用于测量的干净照片的数据包或文件夹；可重复使用。</translation>
    </message>
    <message>
        <source>Project folder NAME.kintsugi; the last one if absent.</source>
        <translation>项目文件夹 NAME.kintsugi；缺省时为上次的项目。</translation>
    </message>
</context>
</TS>
