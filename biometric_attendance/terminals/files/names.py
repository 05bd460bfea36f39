"""Names of columns, in the languages and programs that write them.

Where several columns of a file have names of one meaning, the one named first in these
tables is the likeliest.
"""

from .calendar_words import fold


def _table(*lines: str) -> dict[str, int]:
    """Return name to rank, 0 is the likeliest."""
    names = map(fold, " ".join(lines).split())
    return {name: rank for rank, name in reversed(list(enumerate(names)))}


def _set(*lines: str) -> frozenset[str]:
    return frozenset(map(fold, " ".join(lines).split()))


#: The number of a person at the terminal.
PIN_NAMES = _table(
    "badgenumber badgeno usercustomid pin enno acno enrollnumber enrollno enrollid",
    "attendanceid attendanceno deviceuserid biometricid biometriccode fingerprintid",
    "fingerid fingerno userid userno usercode usernumber personid personno personcode",
    "personnelid personnelno personnelcode employeeid employeeno employeenumber",
    "employeecode empid empno empcode employeeidno staffid staffno staffcode workerno",
    "workno jobno jobnumber badge badgeid badgenum",
    # Spanish, Portuguese, French, Italian
    "codigo codigoempleado codigodeempleado idempleado numeroempleado noempleado legajo",
    "idusuario iddeusuario idpersona nodeusuario matricula codigofuncionario",
    "idfuncionario codigousuario matricule codeemploye numeroemploye idutilisateur",
    "matricola codicedipendente idutente",
    # German, Dutch, Polish, Czech
    "personalnummer personalnr persnr benutzerid mitarbeiternummer mitarbeiternr",
    "ausweisnummer ausweisnr personeelsnummer gebruikersid numerpracownika idpracownika",
    "osobnicislo",
    # Turkish, Indonesian, Vietnamese, Russian, Ukrainian
    "sicilno sicilnumarasi kullanicino personelno kod nip nik pinuser idkaryawan",
    "manhanvien machamcong manv табельныйномер табномер кодсотрудника номерсотрудника",
    "табельнийномер",
    # Chinese, Japanese, Korean, Arabic, Thai
    "工号 人员编号 员工编号 考勤号码 登记号码 用户编号 用户id 員工編號 社員番号 사번 사원번호",
    "رقمالموظف رقمالمستخدم الرقمالوظيفي รหัสพนักงาน",
)
#: A number of a person inside a program, or at the terminal: it is asked which.
INTERNAL_NAMES = frozenset(["uid", "emp", "empuid", "userindex"])
#: Numbers of rows; a PIN only where nothing else can be.
WEAK_PIN_NAMES = _table(
    "no number id uid user employee person emp code nr num nro numero numer lp sno srno slno",
    "sirano serial index rowno recordid recordno logid eventid 序号 编号 รหัส الرقم",
)
#: Rows are numbered by these whatever they hold.
ROW_NUMBER_NAMES = _set(
    "sno srno slno sirano index row rowno recno recordid recordno logid devicelogid",
    "eventid serialno 序号 lp",
)
TIME_NAMES = _table(
    "datetime timestamp dateandtime datetimestamp checktime punchtime punchdatetime",
    "logtime logdatetime eventtime recordtime attendancetime attendancedatetime iotime",
    "swipetime scantime transactiontime accesstime",
    "fechahora fechayhora horafecha datahora dataehora dateheure dateetheure zeitstempel",
    "datumuhrzeit datumzeit dataora datumtijd tarihsaat датаивремя датавремя ngaygio",
    "日期时间 打卡时间 考勤时间 刷卡时间 签到时间 打刻日時 日時 出退勤時刻 التاريخوالوقت",
)
DAY_NAMES = _table(
    "date punchdate checkdate logdate attendancedate eventdate recorddate workdate day",
    "fecha data dia datum jour giorno tarih tanggal tgl ngay дата 日期 考勤日期 日付 날짜",
    "التاريخ วันที่ ημερομηνια",
)
CLOCK_NAMES = _table(
    "time punchtimeonly clock hour clocktime timeofday",
    "hora heure uhrzeit zeit ora tijd godzina saat jam waktu gio время час 时间 時刻 시간",
    "الوقت เวลา ωρα",
)
CLOCK_IN_NAMES = _table(
    "clockin checkin timein intime punchin firstin in1 in firstpunch firstcheckin arrival",
    "actualin entrada horaentrada horadeentrada entree kommen entrata",
    "giris girissaati masuk jammasuk scanmasuk giovao vao приход вход 上班 上班时间 签到",
    "出勤 출근 الدخول وقتالدخول เวลาเข้า",
)
CLOCK_OUT_NAMES = _table(
    "clockout checkout timeout outtime punchout lastout out1 out lastpunch lastcheckout",
    "departure actualout salida horasalida horadesalida saida horasaida sortie",
    "gehen uscita cikis cikissaati pulang keluar jampulang scanpulang jamkeluar giora ra",
    "уход выход 下班 下班时间 签退 退勤 퇴근 الخروج وقتالخروج เวลาออก",
)
#: The break of a row of a day.
BREAK_OUT_NAMES = _table(
    "breakout breakstart startbreak breakbegin lunchout lunchstart mealout mealstart",
    "salidadescanso iniciodescanso saidaintervalo iniciointervalo debutpause",
    "pausenbeginn pausebeginn inizopausa iniziopausa molacikis",
)
BREAK_IN_NAMES = _table(
    "breakin breakend endbreak lunchin lunchend mealin mealend",
    "entradadescanso findescanso retornointervalo fimintervalo finpause",
    "pausenende pauseende finepausa moladonus",
)
STATE_NAMES = _table(
    "punchstate attendancestatus attendancestate inout inoutmode inoutstate inoutstatus",
    "checktype punchtype punch direction attdirection tnaevent tnakey taevent takey tamode tnastate",
    "functionkey state status type",
    "estado tipo tipodemarcacion evento sentido sens richtung verso yon durum arah loai",
    "направление 状态 考勤状态 签到签退 进出 상태 الحالة",
)
VERIFY_NAMES = _table(
    "verify verifymode verifytype verifycode verified verification verificationmode",
    "verificationtype vm mode authenticationmode 验证方式",
)
WORKCODE_NAMES = _table("workcode work jobcode workcodeid 工作代码")
DEVICE_NAMES = _table(
    "sn devicesn deviceserial deviceserialno deviceserialnumber serialnumber terminalsn",
    "terminalserial machinesn machineserial readersn serialno deviceid devid terminalid",
    "machineid machineno terminalno device terminal datasource devicename deviceno",
    "tmno sensorid reader devicecode 设备序列号 设备编号",
)
#: Of the names of devices, those that are a serial whatever they hold.
SERIAL_NAMES = _set(
    "sn devicesn deviceserial deviceserialno deviceserialnumber serialnumber",
    "terminalsn terminalserial machinesn machineserial readersn serialno 设备序列号",
)
EVENT_NAMES = _table(
    "authenticationresult authresult accessresult result eventtype event eventdescription",
    "eventname accessstatus granted",
)
#: Moments that are no punch: when a row was stored, a person was born, a shift begins.
OTHER_TIME_NAMES = _set(
    "uploadtime downloaddate downloadtime createtime createdat createtimestamp",
    "updatedat servertime receivetime receivedat writedate createdate birthday",
    "birthdate hireday hireddate hiredate onduty offduty schedulestart scheduleend",
    "shiftstart shiftend validfrom validuntil late early absent overtime ot ottime",
    "worktime workhours totaltime total duration attendedtime timetable gmt",
    "timezone",
)

_TABLES = (
    PIN_NAMES,
    WEAK_PIN_NAMES,
    TIME_NAMES,
    DAY_NAMES,
    CLOCK_NAMES,
    CLOCK_IN_NAMES,
    CLOCK_OUT_NAMES,
    BREAK_OUT_NAMES,
    BREAK_IN_NAMES,
    STATE_NAMES,
    VERIFY_NAMES,
    WORKCODE_NAMES,
    DEVICE_NAMES,
    EVENT_NAMES,
)
#: What columns hold that have nothing to do with the punch.
_OTHER_NAMES = _set(
    "nombre nom prenom cognome apellido nome имя фио 姓名 isim ad soyad ten hoten",
    "name firstname lastname fullname username employeename personname department",
    "dept deptname company position title gender area cardno cardnumber card",
    "customname handlingtype temperature mask abnormal gmno antipass proxywork",
    "daigong exception newstate operation memoinfo userextfmt locationid location",
    "c1 c2 c3 c4 c5 c6 c7 usergroup door doorid remark note shift timetable",
    "gpslocation",
)
#: All names whose meaning is known.
ALL_NAMES = frozenset().union(
    *_TABLES, INTERNAL_NAMES, ROW_NUMBER_NAMES, OTHER_TIME_NAMES, _OTHER_NAMES
)
