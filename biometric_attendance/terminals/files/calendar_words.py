# ruff: noqa: RUF001, SIM905
"""Names of months, weekdays and halves of the day in the languages of Odoo.

Folded: in small letters, without accents, points and blanks. From the Unicode CLDR; long and
short forms. A month that has one name in one language and means another in a second one is
in ``AMBIGUOUS_MONTHS`` and in no other table.
"""

import unicodedata


def fold(text: str) -> str:
    """Return letters, digits and vowel signs in small, without accents and all else."""
    if text.isascii():
        return "".join(filter(str.isalnum, text)).lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(_is_kept, unicodedata.normalize("NFD", text)))


def _is_kept(letter: str) -> bool:
    if letter.isalnum():
        return True
    is_accent = "\u0300" <= letter <= "\u036f"
    return unicodedata.category(letter)[0] == "M" and not is_accent


#: Folded name to the number of the month.
MONTHS: dict[str, int] = {
    name: number
    for number, names in {
        1: (
            "ene enero gen gener gennaio ian ianuarie jaan jaanuar jan janar janeiro januar "
            "januara januari january janv janvaris janvier led leden ledna oca ocak saus "
            "sausio sausis sij sijecanj sijecnja sty styczen stycznia tammi tammikuu "
            "tammikuuta urt urtarrila xan xaneiro yan yanvar ιαν ιανουαριοσ ιανουαριου сту "
            "студзень студзеня січ січень січня янв январь января яну януари јан јануар "
            "јануари հնվ հունվար հունվարի ינו ינואר يناير ژانویه जन जनवरी জানু জানুয়ারি "
            "જાન્યુ જાન્યુઆરી జన జనవరి ജനു ജനുവരി มกราคม มค ມກ ມັງກອນ ဇန် ဇန်နဝါရီ იან "
            "იანვარი ጃን ጃንዋሪ មករា 一月 "
        ),
        2: (
            "feb febbraio febr febreiro febrer febrero februar februara februari februarie "
            "februaris february fev fevereiro fevr fevral fevrier helmi helmikuu helmikuuta "
            "lut lutego luty ots otsaila peb pebrero shk shkurt sub subat uno unor unora vas "
            "vasario vasaris veebr veebruar velj veljaca veljace φεβ φεβρουαριοσ φεβρουαριου "
            "лют лютага лютии лютого люты феб фебруар фев февр февраль февраля февруари "
            "փետրվար փետրվարի փտվ פבר פברואר فبراير فوریه फ़र फ़रवरी ফেব ফেব্রুয়ারি ફેબ્રુ "
            "ફેબ્રુઆરી ఫిబ్ర ఫిబ్రవరి ഫെബ്രു ഫെബ്രുവരി กพ กุมภาพันธ์ ກພ ກຸມພາ ဖေ ဖေဖော်ဝါရီ "
            "თებ თებერვალი ፌብ ፌብሩዋሪ កុម្ភៈ 二月 "
        ),
        3: (
            "bre brezen brezna kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi "
            "mae maerz mar marc marca march marcius marco marec maret mars marso mart martie "
            "marts martxoa marz marzec marzo mrt ozu ozujak ozujka μαρ μαρτιοσ μαρτιου бер "
            "березень березня мар март марта сак сакавік сакавіка մարտ մարտի մրտ מרץ مارس "
            "मार्च মার্চ માર્ચ మార్చి മാർ മാർച്ച് มีค มีนาคม ມນ ມີນາ မတ် მარ მარტი ማርች មីនា "
            "三月 "
        ),
        4: (
            "abr abrell abril api apirila apr aprel april aprila aprile aprili aprilie "
            "aprilis aprill avr avril bal balandis balandzio dabr dabril dub duben dubna "
            "huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan pri prill tra travanj "
            "travnja απρ απριλιοσ απριλιου апр апрель апреля април квіт квітень квітня кра "
            "красавік красавіка ապր ապրիլ ապրիլի אפר אפריל آوریل أبريل अप्रैल এপ্রি এপ্রিল "
            "એપ્રિલ ఏప్రి ఏప్రిల్ ഏപ്രി ഏപ്രിൽ เมย เมษายน ມສ ເມສາ ဧ ဧပြီ აპრ აპრილი ኤፕሪ ኤፕሪል "
            "មេសា 四月 "
        ),
        5: (
            "geg geguze geguzes kve kveten kvetna mag maggio mai maiatza maig maijs maio maj "
            "maja majus may mayo mayıs mee mei svi svibanj svibnja touko toukokuu toukokuuta "
            "μαι μαιοσ μαιου маи мая мај трав травень травня մայիս մայիսի մյս מאי مايو مه मई "
            "মে મે మే മേയ് พค พฤษภาคม ພພ ພຶດສະພາ မေ მაი მაისი ሜይ ឧសភា 五月 "
        ),
        6: (
            "birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec eka ekaina giu "
            "giugno haz haziran hun hunyo iun iunie iyn iyun juin jun juna june junho juni "
            "junij junijs junio junius juny juuni kesa kesakuu kesakuuta lipanj lipnja qer "
            "qershor xuno ιουν ιουνιοσ ιουνιου июн июнь июня черв червень червня чэр чэрвень "
            "чэрвеня юни јун јуни հնս հունիս հունիսի יוני يونيو ژوئن जून জুন જૂન జూన్ ജൂൺ "
            "มิถุนายน มิย ມິຖ ມິຖຸນາ ဇွန် ივნ ივნისი ጁን មិថុនា 六月 "
        ),
        7: (
            "cervence cervenec cvc heina heinakuu heinakuuta hul hulyo iul iulie iyl iyul "
            "juil juillet jul jula julai julho juli julij julijs julio juliol julius july "
            "juuli korr korrik liep liepa liepos lipca lipiec lug luglio srpanj srpnja tem "
            "temmuz uzt uztaila xul xullo ιουλ ιουλιοσ ιουλιου июл июль июля лип липень липня "
            "ліп ліпень ліпеня юли јул јули հլս հուլիս հուլիսի יולי يوليو ژوئیه जुल जुलाई "
            "জুল জুলাই જુલાઈ జులై ജൂലൈ กค กรกฎาคม ກລ ກໍລະກົດ ဇူ ဇူလိုင် ივლ ივლისი ጁላይ "
            "កក្កដា 七月 "
        ),
        8: (
            "abu abuztua ag ago agost agosti agosto agu agustos agustus aout aug august "
            "augusta augusti augusts augustus augusztus avg avgust avq avqust dag dagost elo "
            "elokuu elokuuta gush gusht kol kolovoz kolovoza ogo ogos rugp rugpjucio "
            "rugpjutis sie sierpien sierpnia srpen srpna αυγ αυγουστοσ αυγουστου авг август "
            "августа жні жнівень жніуня серп серпень серпня օգոստոս օգոստոսի օգս אוג אוגוסט "
            "اوت أغسطس अग अगस्त আগ আগস্ট ઑગસ્ટ ఆగ ఆగస్టు ഓഗ ഓഗസ്റ്റ് สค สิงหาคม ສຫ ສິງຫາ ဩ "
            "ဩဂုတ် აგვ აგვისტო ኦገስ ኦገስት សីហា 八月 "
        ),
        9: (
            "eyl eylul ira iraila rugs rugsejis rugsejo ruj rujan rujna sen sentyabr sep sept "
            "septemba septembar september septembra septembre septembrie septembris "
            "septiembre set setembre setembro settembre setyembre sht shtator syys syyskuu "
            "syyskuuta szept szeptember wrz wrzesien wrzesnia zar zari σεπ σεπτεμβριοσ "
            "σεπτεμβριου вер верасень верасня вересень вересня сент сентябрь сентября сеп "
            "септембар септември սեպ սեպտեմբեր սեպտեմբերի ספט ספטמבר سبتمبر سپتامبر सित "
            "सितंबर সেপ সেপ্ট সেপ্টেম্বর સપ્ટે સપ્ટેમ્બર సెప్టెం సెప్టెంబర్ സെപ്റ്റം "
            "സെപ്റ്റംബർ กย กันยายน ກຍ ກັນຍາ စက် စက်တင်ဘာ სექ სექტემბერი ሴፕቴ ሴፕቴምበር កញ្ញា 九月 "
        ),
        10: (
            "doct doctubre eki ekim loka lokakuu lokakuuta oct october octobre octombrie "
            "octubre okt oktoba oktobar oktober oktobra oktobris oktoober oktubre oktyabr ott "
            "ottobre out outubro paz pazdziernik pazdziernika rij rijen rijna spal spalio "
            "spalis tet tetor urr urria οκτ οκτωβριοσ οκτωβριου жовт жовтень жовтня кас "
            "кастрычнік кастрычніка окт октобар октомври октябрь октября հոկ հոկտեմբեր "
            "հոկտեմբերի אוק אוקטובר أكتوبر اکتبر अक्टू अक्टूबर অক্টো অক্টোবর ઑક્ટો ઑક્ટોબર "
            "అక్టో అక్టోబర్ ഒക്ടോ ഒക്ടോബർ ตค ตุลาคม ຕລ ຕຸລາ အောက် အောက်တိုဘာ ოქტ ოქტომბერი "
            "ኦክቶ ኦክቶበር តុលា 十月 "
        ),
        11: (
            "aza azaroa kas kasım lapkr lapkricio lapkritis listopadu marras marraskuu "
            "marraskuuta nen nentor nob nobyembre noiembrie nov novemba novembar november "
            "novembra novembre novembris novembro noviembre noy noyabr stu studeni studenoga "
            "νοε νοεμβριοσ νοεμβριου лист листопад листопада ліс лістапад лістапада нов "
            "новембар ное ноември нояб ноябрь ноября նոյ նոյեմբեր նոյեմբերի נוב נובמבר نوامبر "
            "نوفمبر नव नवंबर নভে নভেম্বর નવે નવેમ્બર నవం నవంబర్ നവം നവംബർ พย พฤศจิกายน ພຈ "
            "ພະຈິກ နို နိုဝင်ဘာ ნოე ნოემბერი ኖቬም ኖቬምበር វិច្ឆិកា 十一月 "
        ),
        12: (
            "abe abendua ara aralık dec decembar december decembra decembre decembrie "
            "decembris decembro dek dekabr des desemba desember desembre dets detsember dez "
            "dezember dezembro dhj dhjetor dic dicembre diciembre dis disember disyembre gru "
            "grudnia grudzien gruod gruodis gruodzio joulu joulukuu joulukuuta pro prosinac "
            "prosinca prosince prosinec δεκ δεκεμβριοσ δεκεμβριου груд грудень грудня дек "
            "декабрь декабря декември дец децембар сне снежань снежня դեկ դեկտեմբեր "
            "դեկտեմբերի דצמ דצמבר دسامبر ديسمبر दिस दिसंबर ডিসে ডিসেম্বর ડિસે ડિસેમ્બર డిసెం "
            "డిసెంబర్ ഡിസം ഡിസംബർ ธค ธันวาคม ທວ ທັນວາ ဒီ ဒီဇင်ဘာ დეკ დეკემბერი ዲሴም ዲሴምበር ធ្នូ "
            "十二月 "
        ),
    }.items()
    for name in names.split()
}

#: Names that are of different months in different languages.
AMBIGUOUS_MONTHS = frozenset(("lip lis listopad listopada srp ").split())

WEEKDAYS = frozenset(
    (
        "ahad ahd al alhamisi an antradienis ar asteartea asteazkena astelehena axsamı az "
        "ba bay bazar be biy biyernes ca car carsamba cet cetrtek ceturtd ceturtdiena "
        "cetvrtak chu cmt cn cs csutortok ct ctvrtek cum cuma cumartesi cumə czw czwartek "
        "cərsənbə dc den denschdeg dg di die diel dienstag dijous dilluns dim dimanche "
        "dimarts dimecres dinsdag dissabte diumenge divendres dj dl do dom domenica "
        "domingo don donderdag donnerstag donneschdeg ds dt dum duminica dv enj enjte "
        "ertəsi esmaspaev fr fre fredag freideg freitag fri friday gio giovedi hai hen "
        "hene hetfo huw huwebes ig igandea ijumaa isn isnin jeu jeudi joi jue jueves jum "
        "jumaat jumamosi jumanne jumapili jumat jumatano jumatatu kam kamis ke kedd "
        "keskiviikko keskiviikkona ketvirtadienis kha khamis kolmapaev kt la larunbata "
        "lauantai lauantaina laupaev lin linggo lor lordag lr lun lundi lunedi lunes luni "
        "luns lør lørdag ma maanantai maanantaina maandag man mandag mar mardi marte "
        "martedi martes marti mei meindeg mer mercoledi mercores mercredi merkure met "
        "mettwoch mi mie miercoles miercuri min minggu mittwoch miy miyerkules mo mon "
        "monday montag nam ne ned nedela nedele nedelja nedjelja neljapaev nhat niedz "
        "niedziela og ons onsdag or osteguna ostirala otrd otrdiena pa patek paz pazar "
        "pazartesi pe penktadienis pentek per perjantai perjantaina persembe pet petak "
        "petek pi piatek piatok piektd piektdiena pirmadienis pirmd pirmdiena pn po pon "
        "pondeli pondelok ponedeljak ponedeljek ponedjeljak poniedziałek pr pre premte pt "
        "puhapaev pzt qua quartafeira qui quintafeira rab rabu reede sa sab sabado sabato "
        "sabtu sal salı sam sambata samedi samschdeg samstag sat saturday sau seg "
        "segundafeira sekmadienis sel selasa sen senin sestadienis sestd sestdiena sex "
        "sextafeira sht shtune sk so sob sobota son sondag sonndeg sonntag sr sre sreda "
        "sri srijeda sroda st streda stvrtok su sub subota sun sunday sunnuntai "
        "sunnuntaina svetd svetdiena sze szerda szo szombat søn søndag sənbə teisipaev "
        "ter tercafeira thu thursday ti tiistai tiistaina tir tirs tirsdag tis tisdag to "
        "tor torek tors torsdag torstai torstaina tr treciadienis tresd tresdiena tu tue "
        "tuesday ut utery uto utorak utorok vasarnap ven vendredi venerdi venres vie "
        "viernes vin vineri vr vrijdag wed wednesday wo woensdag wt wtorek xov xoves za "
        "zaterdag zo zondag δευ δευτερα κυρ κυριακη παρ παρασκευη πεμ πεμπτη σαβ σαββατο "
        "τετ τεταρτη τρι τριτη ау ауторак ба баасан бя бямба воскресенье вс вт вто "
        "вторник вівторок да даваа лх лхагва мя мягмар нд нед недела неделя недеља неділя "
        "ня нядзеля ням пʼятниця панядзелак пет петак петок петък пн пон понеделник "
        "понедельник понедељак понеділок пт пятница пятніца пү пүрэв саб сабота сб серада "
        "середа ср сре среда сряда суб суббота субота събота уто уторак чацвер чет четвер "
        "четверг четвртак четврток четвъртък чт чц երեքշաբթի երկ երկուշաբթի երք կիր "
        "կիրակի հինգշաբթի հնգ շաբաթ շբթ ուր ուրբաթ չորեքշաբթի չրք חמישי יום ראשון רביעי "
        "שבת שישי שלישי שני الاثنين الأحد الأربعاء الثلاثاء الجمعة الخميس السبت جمعه "
        "دوشنبه سهشنبه شنبه پنجشنبه چهارشنبه یکشنبه गुरु गुरुवार बुध बुधवार मंगल मंगलवार "
        "रवि रविवार शनि शनिवार शुक्र शुक्रवार सोम सोमवार বুধ বুধবার বৃহস্পতি বৃহস্পতিবার "
        "মঙ্গল মঙ্গলবার রবি রবিবার শনি শনিবার শুক্র শুক্রবার সোম সোমবার ગુરુ ગુરુવાર "
        "બુધ બુધવાર મંગળ મંગળવાર રવિ રવિવાર શનિ શનિવાર શુક્ર શુક્રવાર સોમ સોમવાર ఆది "
        "ఆదివారం గురు గురువారం బుధ బుధవారం మంగళ మంగళవారం శని శనివారం శుక్ర శుక్రవారం సోమ "
        "సోమవారం ചൊവ്വ ചൊവ്വാഴ്ച ഞായറാഴ്ച ഞായർ തിങ്കളാഴ്ച തിങ്കൾ ബുധനാഴ്ച ബുധൻ വെള്ളി "
        "വെള്ളിയാഴ്ച വ്യാഴം വ്യാഴാഴ്ച ശനി ശനിയാഴ്ച จันทร์ พฤหัส พุธ วันจันทร์ วันพฤหัสบดี "
        "วันพุธ วันศุกร์ วันอังคาร วันอาทิตย์ วันเสาร์ ศุกร์ อังคาร อาทิตย์ เสาร์ ຈັນ "
        "ພະຫັດ ພຸດ ວັນຈັນ ວັນພະຫັດ ວັນພຸດ ວັນສຸກ ວັນອັງຄານ ວັນອາທິດ ວັນເສົາ ສຸກ ອັງຄານ "
        "ອາທິດ ເສົາ ကြာသပတေး စနေ တနင်္ဂနွေ တနင်္လာ ဗုဒ္ဓဟူး သောကြာ အင်္ဂါ კვი კვირა ოთხ "
        "ოთხშაბათი ორშ ორშაბათი პარ პარასკევი სამ სამშაბათი შაბ შაბათი ხუთ ხუთშაბათი 금 "
        "금요일 목 목요일 수 수요일 월 월요일 일 일요일 토 토요일 화 화요일 "
        "ሐሙስ ማክሰ ማክሰኞ ረቡዕ ሰኞ ቅዳሜ እሑድ ዓርብ ចន្ទ ច័ន្ទ ពុធ ព្រហ ព្រហស្បតិ៍ សុក្រ សៅរ៍ អង្គារ "
        "អាទិត្យ 周一 周三 周二 周五 周六 周四 周日 土曜日 日曜日 星期一 星期三 星期二 星期五 星期六 星期四 星期日 月曜日 木曜日 水曜日 火曜日 "
        "金曜日 "
    ).split()
)

#: Folded word to whether it is the half after noon.
HALVES: dict[str, bool] = {
    **dict.fromkeys(
        (
            "a am ap de dop eparadites fm mo moies oo pd pg prieksp priekspusdiena priespiet "
            "prijepodne prp sa πμ дп претпл үө ص ق قبلازظهر قظ ก่อนเที่ยง ກ່ອນທ່ຽງ နံနက် "
            "오전 ጠ ጥዋት 上午 午前 "
        ).split(),
        False,
    ),
    **dict.fromkeys(
        (
            "ch du em epasdites ip md nome nomettes odp os p pecp pecpusdiena pm pop popiet "
            "popodne ptg μμ попл пп үх ب بظ بعدازظهر م หลังเที่ยง ຫຼັງທ່ຽງ ညနေ 오후 ከ ከሰዓት 下午 "
            "午後 "
        ).split(),
        True,
    ),
}
