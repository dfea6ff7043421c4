"""Twenty-seven countries: how people there are called, where they live, and what their phone numbers look like.

A block such as ``20 7946 0###`` is a range of numbers in the groups that people write, without trunk prefix, each
``#`` a digit. Ranges set aside for fiction come first where a country has them: 555-01xx in North America, Ofcom's
and ACMA's drama numbers, and those of the German, French, Swedish and Hungarian regulators. Where there are none,
or the phone metadata call them invalid, the block lies around the metadata's own example.
"""

from dataclasses import dataclass

_NANP = ("brackets", "brackets", "dashes", "dots", "plain", "one_dashes", "e164", "international")
_EUROPE = ("spaces", "spaces", "plain", "e164", "international", "trunk_in_brackets", "double_zero")
_SLASH = ("slash", "spaces", "plain", "e164", "international", "trunk_in_brackets", "double_zero")
_NO_TRUNK = ("spaces", "spaces", "plain", "e164", "international", "double_zero")
_DASH = ("dash_after_area", "dashes", "plain", "e164", "international", "trunk_in_brackets")


@dataclass(frozen=True, slots=True)
class Country:
    """One country.

    Args:
        code: ISO region.
        calling_code: without plus.
        trunk: what is dialled before a national number, or empty.
        company: what ends a company's name.
        first_names, last_names: of invented people.
        cities: city and postal code.
        fixed, mobile: blocks of numbers.
        styles: how numbers are typed there, by the names of ``numbers.SPELLINGS``; more frequent ones repeat.
    """

    code: str
    name: str
    calling_code: str
    trunk: str
    company: str
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    cities: tuple[tuple[str, str], ...]
    fixed: tuple[str, ...]
    mobile: tuple[str, ...]
    styles: tuple[str, ...]


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _cities(*texts: str) -> tuple[tuple[str, str], ...]:
    """From texts such as ``Utrecht|3511 AA``."""
    found = (text.split("|") for text in texts)
    return tuple((city, code) for city, code in found)


_US_AREAS = (
    *("206", "214", "216", "301", "305", "312", "313", "404", "410", "412", "480", "503", "504", "512", "515"),
    *("602", "612", "615", "703", "713", "801", "804", "813", "816", "901", "904", "916", "919"),
)
_CA_AREAS = ("403", "416", "514", "604", "613", "902")

COUNTRIES = (
    Country(
        "US", "United States", "1", "", "Inc.",
        _names("Avery Blair Carter Dana Elliot Frances Grant Hazel Imani Jordan Kendra Logan Maya Nolan Opal"),
        _names("Abernathy Bellweather Castellan Dunmore Ellery Fairbanks Garrison Holloway Ingersoll Jessup "
               "Kittredge Lathrop Merriweather Northcott Oakhurst Pemberton Quimby Redfern Thistlewood"),
        _cities("Springfield|62701", "Portland|97201", "Austin|78701", "Columbus|43085", "Richmond|23218"),
        tuple(f"{area} 555 01##" for area in _US_AREAS[::2]),
        tuple(f"{area} 555 01##" for area in _US_AREAS[1::2]),
        _NANP,
    ),
    Country(
        "CA", "Canada", "1", "", "Ltd.",
        _names("Amélie Benoît Chantal Devon Élise Fraser Gwen Hugo Isla Jérôme Keira Liam"),
        _names("Beaubien Côté Desrosiers Fairweather Gagnon Harrowsmith Lachance MacAskill Pelletier"),
        _cities("Toronto|M5H 2N2", "Montréal|H2Y 1C6", "Vancouver|V6B 1A1", "Halifax|B3H 1A1"),
        tuple(f"{area} 555 01##" for area in _CA_AREAS[::2]),
        tuple(f"{area} 555 01##" for area in _CA_AREAS[1::2]),
        _NANP,
    ),
    Country(
        "GB", "United Kingdom", "44", "0", "Ltd",
        _names("Alistair Bronwen Callum Daphne Edmund Fiona Gareth Harriet Imogen Jasper Kirsty Lachlan"),
        _names("Ashdown Blackwood Cartwright Drummond Entwistle Fotheringay Greystone Hathersage Jellicoe"),
        _cities("Leeds|LS1 1UR", "Bristol|BS1 4DJ", "Edinburgh|EH1 1YZ", "Cardiff|CF10 1EP"),
        ("113 496 0###", "117 496 0###", "121 496 0###", "131 496 0###"), ("7400 123###",),
        _EUROPE,
    ),
    Country(
        "IE", "Ireland", "353", "0", "Ltd",
        _names("Aoife Brendan Caoimhe Declan Eimear Fergal Gráinne Niall Orla Padraig"),
        _names("Brannigan Corrigan Dunleavy Fitzmaurice Geoghegan Hanrahan Kilbride Mulvaney O'Shaughnessy"),
        _cities("Cork|T12 W8KP", "Galway|H91 E2K3"),
        ("21 234 ####",), ("85 012 ####",),
        _EUROPE,
    ),
    Country(
        "DE", "Germany", "49", "0", "GmbH",
        _names("Anke Bernd Clara Dietmar Elke Friedrich Gesine Henrik Ilse Jürgen Katrin Lars Mareike Nils"),
        _names("Abendroth Brückner Dahlmann Ehrenfeld Feuerstein Großkopf Hagedorn Immergrün Kaltenbach Lindwurm "
               "Morgenstern Nachtweih Oberländer Pfefferkorn Rübsam Süßmilch"),
        _cities("Berlin|10115", "Hamburg|20095", "München|80331", "Frankfurt am Main|60311"),
        ("30 23125 ###", "40 66969 ###", "69 90009 ###", "89 99998 ###"), ("171 39200##", "176 040690##"),
        _SLASH,
    ),
    Country(
        "AT", "Austria", "43", "0", "GmbH",
        _names("Alois Brigitte Christoph Dorothea Franzi Gregor Hannelore Leopold"),
        _names("Auersperg Brandstätter Ebensee Gamsjäger Hochleitner Kirchschlager Moosbrugger Wintersteller"),
        _cities("Wien|1010", "Graz|8010", "Linz|4020"),
        ("1 234 5####",), ("664 123 4###",),
        _SLASH,
    ),
    Country(
        "CH", "Switzerland", "41", "0", "AG",
        _names("Beat Corinne Daniela Urs Florence Giancarlo Reto Sandrine"),
        _names("Aebischer Bürgisser Cavegn Dürrenmatter Giacomelli Luginbühl Rüegsegger Zumbrunnen"),
        _cities("Zürich|8001", "Genève|1201", "Bern|3011"),
        ("44 123 ## ##", "21 234 ## ##"), ("78 123 ## ##",),
        _EUROPE,
    ),
    Country(
        "FR", "France", "33", "0", "SAS",
        _names("Aurélie Bastien Cécile Damien Éléonore Fabrice Géraldine Hervé Joséphine Luc Mathilde Noël"),
        _names("Beaumarchais Clairvaux Delacourt Fontenelle Grandpierre Hautecoeur Lavigne Montclair Rochefort"),
        _cities("Paris|75002", "Lyon|69002", "Nantes|44000", "Toulouse|31000"),
        ("1 99 00 ## ##", "2 61 91 ## ##", "4 65 71 ## ##"), ("6 12 34 ## ##",),
        ("spaces", "dots", "plain", "e164", "international", "trunk_in_brackets", "double_zero"),
    ),
    Country(
        "BE", "Belgium", "32", "0", "NV",
        _names("Annelies Baptiste Charlotte Dries Elodie Floor Greet Wouter"),
        _names("Aerts-Vanhoutte Beekmans Claeyssens Dekeersmaeker Goossens Lambrechts Vandersteen Wauters"),
        _cities("Bruxelles|1000", "Gent|9000"),
        ("2 555 ## ##",), ("470 12 ## ##",),
        _SLASH,
    ),
    Country(
        "NL", "Netherlands", "31", "0", "B.V.",
        _names("Anouk Bram Doutzen Evert Femke Gijs Hanneke Jeroen Lotte Maarten"),
        _names("Achterberg Boogaard Duivenvoorde Engelhart Groenendijk Kloosterman Molenaar Rozendaal Spijkerman"),
        _cities("Rotterdam|3011 AA", "Utrecht|3511 AA", "Groningen|9711 LM"),
        ("10 123 ####", "20 123 ####"), ("6 1234 ####",),
        _DASH,
    ),
    Country(
        "IT", "Italy", "39", "", "S.r.l.",
        _names("Alessia Bruno Chiara Donato Elisabetta Fabrizio Ginevra Ilario Lucrezia Matteo"),
        _names("Acquaviva Belmonte Castelnuovo Dellarosa Fiordaliso Granduca Montefeltro Passaguerra Roccaforte"),
        _cities("Milano|20121", "Roma|00184", "Bologna|40121"),
        ("02 1234 ####", "06 9876 ####", "051 123 ####"), ("312 345 ####",),
        _NO_TRUNK,
    ),
    Country(
        "ES", "Spain", "34", "", "S.L.",
        _names("Álvaro Begoña Cayetana Diego Esperanza Felipe Guadalupe Íñigo Jimena Leandro"),
        _names("Alcázar Benavente Caballero Echeverría Fuentes Gallardo Mondragón Olivares Peñalver Zaldívar"),
        _cities("Madrid|28001", "Valencia|46002", "Sevilla|41001"),
        ("910 12 ## ##", "810 12 ## ##"), ("612 34 ## ##",),
        _NO_TRUNK,
    ),
    Country(
        "PT", "Portugal", "351", "", "Lda.",
        _names("Afonso Beatriz Catarina Duarte Filipa Gonçalo Inês Tomás"),
        _names("Albuquerque Bragança Carvalhal Figueiredo Loureiro Magalhães Sobral Vasconcelos"),
        _cities("Lisboa|1100-148", "Porto|4000-322"),
        ("21 234 ####",), ("912 345 ###",),
        _NO_TRUNK,
    ),
    Country(
        "SE", "Sweden", "46", "0", "AB",
        _names("Agneta Björn Carin Elof Freja Gunnar Hedvig Ingemar Linnea Åke"),
        _names("Almgren Björnberg Dahlstedt Ekelöf Fagerlund Granqvist Hedström Lövgren Sjöström Åkesson"),
        _cities("Stockholm|111 20", "Göteborg|411 03", "Malmö|211 20"),
        ("8 465 004 ##", "31 390 06 ##", "40 628 04 ##"), ("70 174 06 ##",),
        _DASH,
    ),
    Country(
        "NO", "Norway", "47", "", "AS",
        _names("Astrid Bjarne Dagny Eirik Frøydis Halvor Ingrid Jorunn"),
        _names("Aamodt Bergersen Dyrnes Fjellheim Granlund Haugerud Nordahl Øvrebø"),
        _cities("Oslo|0150", "Bergen|5003"),
        ("21 23 ## ##",), ("406 12 ###",),
        _NO_TRUNK,
    ),
    Country(
        "DK", "Denmark", "45", "", "A/S",
        _names("Asger Birgitte Ditte Frederik Gudrun Jeppe Kirsten Mogens"),
        _names("Abildgaard Bjerregaard Dalsgaard Feldthus Højgaard Kjærsgaard Nørgaard Østergaard"),
        _cities("København|1050", "Aarhus|8000"),
        ("32 10 ## ##",), ("20 12 ## ##",),
        _NO_TRUNK,
    ),
    Country(
        "FI", "Finland", "358", "0", "Oy",
        _names("Aino Eero Helmi Ilkka Kaarina Lauri Päivi Väinö"),
        _names("Aaltonen Haapasalo Järvelä Koivuniemi Lehtovaara Mäkipää Rautiainen Vuorela"),
        _cities("Helsinki|00100", "Tampere|33100"),
        ("13 123 ####",), ("41 234 ####",),
        _EUROPE,
    ),
    Country(
        "PL", "Poland", "48", "", "Sp. z o.o.",
        _names("Agnieszka Bogdan Celina Dariusz Elżbieta Grzegorz Halina Łukasz"),
        _names("Brzozowski Czarnecka Dąbrowicz Gwiazdowska Jabłonowski Krzemieniec Słowikowska Żurawski"),
        _cities("Warszawa|00-001", "Kraków|31-042"),
        ("22 123 ## ##", "12 345 ## ##"), ("512 345 ###",),
        _NO_TRUNK,
    ),
    Country(
        "HU", "Hungary", "36", "06", "Kft.",
        _names("Ágnes Bálint Csilla Dénes Eszter Ferenc Gizella Zsolt"),
        _names("Aranyosi Bodnár Csillag Erdélyi Halmos Kovácsházi Szentirmai Vadász"),
        _cities("Budapest|1051", "Szeged|6720"),
        ("1 555 ####",), ("20 555 ####",),
        _NO_TRUNK,
    ),
    Country(
        "AU", "Australia", "61", "0", "Pty Ltd",
        _names("Archie Bindi Clementine Darcy Eucla Flynn Georgie Harvey"),
        _names("Billabong Coolridge Driftwood Fernleigh Gumnut Kookaburn Saltmarsh Wattlebird"),
        _cities("Sydney|2000", "Melbourne|3000", "Hobart|7000"),
        ("2 5550 ####", "3 7010 ####"), ("412 345 ###",),
        ("brackets", "spaces", "plain", "e164", "international", "trunk_in_brackets"),
    ),
    Country(
        "JP", "Japan", "81", "0", "K.K.",
        _names("Akiko Daisuke Emi Haruto Kaede Naoki Sakura Takumi"),
        _names("Amanogawa Fujimori Hoshikawa Kazehaya Matsukaze Shirayuki Tsukishima Yamabuki"),
        _cities("Tokyo|100-0001", "Osaka|530-0001"),
        ("3 1234 ####",), ("90 1234 ####",),
        ("dashes", "dashes", "brackets", "plain", "e164", "international"),
    ),
    Country(
        "IN", "India", "91", "0", "Pvt. Ltd.",
        _names("Aarav Bhavna Chetan Divya Esha Farhan Gauri Hemant"),
        _names("Agnihotri Bhattarai Chandrashekhar Deshmukh Gokhale Kulkarni Raghunathan Venkataraman"),
        _cities("Mumbai|400001", "Bengaluru|560001"),
        ("22 6123 ####",), ("81234 5####",),
        ("spaces", "plain", "dashes", "e164", "international", "double_zero"),
    ),
    Country(
        "SG", "Singapore", "65", "", "Pte. Ltd.",
        _names("Adeline Boon Cheryl Desmond Hui Jasmine Kelvin Mei"),
        _names("Chua-Ang Goh Heng Koh Ng-Teo Ong Seah Toh"),
        _cities("Singapore|048616"),
        ("6123 ####",), ("8123 ####",),
        ("spaces", "plain", "e164", "international"),
    ),
    Country(
        "ZA", "South Africa", "27", "0", "(Pty) Ltd",
        _names("Anele Busisiwe Charl Dineo Fanie Gugu Hendrik Lerato"),
        _names("Bezuidenberg Dlamini-Vos Fourievlei Khumalo-Reid Mokgosi Ndlovana Pretorius Zungu"),
        _cities("Cape Town|8001", "Durban|4001"),
        ("10 123 ####",), ("71 123 ####",),
        _EUROPE,
    ),
    Country(
        "BR", "Brazil", "55", "0", "Ltda.",
        _names("Aline Bento Cecília Davi Elisa Flávio Gabriela Heitor Iara João"),
        _names("Alvorada Bittencourt Cavalcanti Drummonde Figueira Guimarães Montenegro Nogueira Sampaio"),
        _cities("São Paulo|01000-000", "Curitiba|80010-000"),
        ("11 2345 ####", "41 2345 ####"), ("11 96123 ####", "21 96123 ####"),
        ("area_in_brackets", "area_in_brackets", "brackets", "plain", "e164", "international"),
    ),
    Country(
        "MX", "Mexico", "52", "", "S.A. de C.V.",
        _names("Ximena Bernardo Citlali Demetrio Evangelina Fermín Itzel Joaquín"),
        _names("Altamirano Bustamante Cervantes Espinosa Figueroa Ibargüen Quintanilla Villaseñor"),
        _cities("Guadalajara|44100", "Monterrey|64000"),
        ("33 1234 ####",), ("81 1234 ####",),
        ("spaces", "spaces", "area_in_brackets", "plain", "e164", "international", "mexico_one"),
    ),
    Country(
        "AR", "Argentina", "54", "0", "S.A.",
        _names("Agustina Bautista Camila Dante Estanislao Florencia Gonzalo Milagros"),
        _names("Arrechea Bermúdez Carranza Echagüe Iturralde Lezama Montiel Urquijo"),
        _cities("Buenos Aires|C1002", "Rosario|S2000"),
        ("11 2345 ####",), ("9 11 5555 ####",),
        ("spaces", "brackets", "dashes", "e164", "international"),
    ),
)  # fmt: skip

BY_CODE = {country.code: country for country in COUNTRIES}
