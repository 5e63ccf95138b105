"""Words that stand in addresses, written down by hand, in their natural spelling and in small letters.

They are folded before use, so accents and German sharp s don't matter.
"""

# "12 Main Street": the word comes last and means little else.
STREETS = """
street st str road rd lane ln crescent cres highway hwy parkway pkwy turnpike expressway motorway freeway terrace
mews embankment esplanade laneway arcade promenade roundabout byway bypass causeway driveway cul-de-sac
isitaladi umgwaqo
""".split()

# The same, but it also stands in front of the name: "12 avenue Foch".
STREETS_EITHER_WAY = "avenue ave av aven boulevard blvd bvd boul".split()

# Street words that are everyday words too; they count only with a capital letter.
EVERYDAY_STREETS = """
court place way drive close square park grove gardens garden green hill walk row view point parade gate rise circle
plaza path pass trail alley loop crossing heights ridge bend quay wharf yard circus plain plains mall end cross centre
meadow meadows villas cottages chase broadway junction underpass field fields common vale valley run glen island isle
orchard indlela ithafa
""".split()

# Short forms that mean other things as well (a doctor, a plural): they need something after them.
SHORT_STREETS = "dr ct sq cir pk plz gdns hts pde cct".split()

# "rue de Barre 5", "5, rue de Barre": the word comes before the name.
STREETS_BEFORE_NAMES = """
rue allée allé rang chemin impasse quai ruelle sentier venelle montée faubourg rond-point
calle callejón avenida avda paseo plazuela pasaje pasadizo carrera cra carretera camino glorieta ronda travesía
urbanización circuito calzada privada retorno andador circunvalación eje cerrada peatonal periférico prolongación
diagonal transversal autopista ruta cañada alameda acceso
rua travessa praça largo rodovia estrada ladeira viela beco viaduto jardim esplanada pátio quadra
chácara conjunto condomínio loteamento residencial trecho trevo vereda passarela praceta rotunda azinhaga
calçada
viale corso vicolo piazza piazzale lungomare strada contrada borgo incrocio salita
strada bulevardul bdul aleea intrarea drumul soseaua șos calea splaiul piața
ulica ul aleja aleje osiedle náměstí nám nábřeží nábř třída ulice trg
улица ул проспект просп переулок пер набережная наб бульвар бул шоссе площадь тупик аллея алл проезд пр-кт пр-т
б-р вулиця вул провулок пров площа узвіз булевард тротоар кей
jalan jln jl lorong persiaran lebuhraya lebuh gang gg đường phố ngõ ngách hẻm soi thanon
οδός οδ λεωφόρος λεωφ πλατεία πλ
شارع حي زنقة طريق دوار نهج بلدية خیابان کوچه بلوار
רחוב רח' שדרות שד' סמטת סמטה משעול
""".split()

# The same, but only with a name after them: short, or a word of other sentences.
SHORT_STREETS_BEFORE_NAMES = """
via al pl os pr bd bld bul cl cr cra dg tv km ш пл ал пр туп парк майдан vico cours route place passage
square plaza lago campo vila setor núcleo morro parque praia sítio lagoa recanto vale aeroporto colônia distrito
estação fazenda favela feira área
""".split()

# "Petőfi utca 5": the word comes after the name and before the number.
STREETS_BEFORE_NUMBERS = """
utca út útja tér tere körút köz sor sétány rakpart dűlő ulica ulice cesta trg put prilaz aleja nábřeží náměstí třída
bulevardi küçəsi küç prospekti prosp pr sokak sokağı sok cadde caddesi cad bulvarı blv mahallesi mah iela gatvė
prospektas tänav maantee tee puiestee pst straße strasse str weg platz allee gasse gatan gata väg vägen
gränd torget gade vej vei veien veg gate straat laan plein katu tie kuja polku kaari
улица ул ქ ქუჩა гамзири гатве փողոց փող пут сокак
""".split()

# "Bahnhofstraße 5": the street word is the end of the name. Only endings that few other words have.
STREET_ENDINGS = """
straße strasse str gasse allee platz steig chaussee promenade damm
gatan gata vägen gränd torget stigen backen gången
gade vej vejen stræde torv vænget plads
veien vegen gata gaten bakken svingen haugen skogen tunet
straat laan plein gracht singel dijk steeg kade dreef
katu kuja polku bulevardi kaari raitti penger
utca
""".split()

# Parts of a town: "5 Ngô Quyền, phường Tuy Phước", "12 Rizal, Barangay Poblacion".
AREAS = """
phường quận huyện xã kelurahan kecamatan kampung barangay brgy purok taluk tehsil mohalla colonia barrio fracc
seksyen taman desa kel kec mahalla suburb región
""".split()

# What is inside a building.
UNITS = """
apt apartment appt appartement appartamento flat unit suite ste room rm floor fl studio maisonette piso puerta
escalera esc dpto depto departamento dto interior int oficina local edif torre casa lote bloco apto sala andar
stiege wohnung lägenhet lgh as кв квартира оф офис корп բն bl sc ap et étage bâtiment bât hus building bldg block
""".split()

# What stands before a house number.
NUMBER_LABELS = """
no nr num number nº n° nro numero número numéro č čp čo д дом буд будинок d b m house door plot holding shop
nomor số বাড়ী বাসা নং
""".split()

# What stands before numbers that are no house numbers.
REFERENCES = """
section sections sec article articles art clause clauses chapter paragraph paragraphs para part parts step steps page
pages version figure fig table rule rules act acts directive regulation regulations order orders invoice item items
size sizes model sku ref reference ticket batch code appendix schedule annex question option options tier class
category grade title form phase stage volume vol edition week note notes footnote recital line lines case cases
usc cfr u.s.c bgb iso en tracking serial id type series error exhibit issue release
제 조 항 호
""".split()

# Words that follow a quantity; written with a capital they may still be a name ("45 Day Street").
QUANTITIES = """
day days business working calendar hour hours hr hrs minute minutes min second seconds week weeks month months year
years item items piece pieces pcs pair pairs unit units percent per cent x times usd eur gbp krw cad aud dollars euros
pounds won kg g mg lb lbs oz km m cm mm inch inches in ft feet ml l v w mah gb mb tb hz watt watts volt am pm more or
order orders parcel parcels photo photos customer customers word words point points star stars way ways step steps
tage tagen werktage werktagen stunden wochen monate jours jour heures semaines mois ans días día horas semanas meses
giorni ore settimane mesi dias dagen uur weken dagar dage dni godzin napot nap gün
""".split()

# Words that open headings: with a capital letter they still name no street.
PROSE = """
easy free simple best only new great good full first second third next last other further supreme federal district
circuit high appeal appeals the your our this that these those return returns refund refunds policy shipping delivery
customer customers store order final sale sales each every any all no not if when how what why who where please and
""".split()

MONTHS = """
january february march april may june july august september october november december jan feb mar apr jun jul aug sep
sept oct nov dec januar februar märz mai juni juli oktober dezember jänner janvier février mars avril juin juillet août
septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro março maio junho
julho setembro outubro novembro dezembro januari februari maart mei augustus maj
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
""".split()

# Small words inside names.
PARTICLES = """
de da do dos das du des d la le les l el los las lo y e di del della dello dei degli delle van der den het 't ten
von vom zum zur zu im am an in the of at op aan på av og och i na nad pod pri u w z ad al el bin ibn 's bis
""".split()

NUMBER_NAMES = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty
""".split()
