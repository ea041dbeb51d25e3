"""The names that the SEC's transformations turn into codes: countries, states and provinces, exchanges, filers.

Bars in brackets part the spellings of a piece of a name: `[|The ]Republic of Korea` may begin with the article or not.
Names of one place are separated by semicolons.
"""

from __future__ import annotations

import itertools
import re

__all__ = ["COUNTRIES", "EDGAR_PLACES", "EXCHANGES", "FILER_CATEGORIES", "STATES_AND_PROVINCES", "name_key"]

#: ISO 3166 code, EDGAR code, names; a dash where a list does not have the place.
_COUNTRIES = """
AF B2 Afghanistan
AX Y6 [Å|A]land Islands
AL B3 Albania
DZ B4 Algeria
AS B5 American Samoa
AD B6 Andorra
AO B7 Angola
AI 1A Anguilla
AQ B8 Antarctica
AG B9 Antigua and Barbuda
AR C1 [|Republic of |The Republic of ]Argentina
AM 1B Armenia
AW 1C Aruba
AU C3 Australia
AT C4 Austria
AZ 1D Azerbaijan
BS C5 Bahamas
BH C6 Bahrain
BD C7 Bangladesh
BB C8 Barbados
BY 1F Belarus
BE C9 Belgium
BZ D1 Belize
BJ G6 Benin
BM D0 Bermuda
BT D2 Bhutan
BO D3 Bolivia
BQ - Bonaire, Sint Eustatius and Saba
BA 1E Bosnia and Herzegovina
BW B1 Botswana
BV D4 Bouvet Island
BR D5 [|Federative Republic of |The Federative Republic of ]Bra[s|z]il
IO D6 British Indian Ocean Territory
BN D9 Brunei Darussalam
BG E0 Bulgaria
BF X2 Burkina Faso
BI E2 Burundi
CV E8 Cabo Verde
-- E8 Cape Verde
KH E3 Cambodia
CM E4 Cameroon
CA Z4 Canada
KY E9 Cayman Islands
CF F0 Central African Republic
TD F2 Chad
CL F3 Chile
CN F4 China;[|The ]People[|']s Republic of China
CX F6 Christmas Island
CC F7 Cocos [|(Keeling) ]Islands
CO F8 [|Republic of |The Republic of ]Colombia
KM F9 Comoros
CD Y3 Democratic Republic of [|the ]Congo
CG G0 Congo
CK G1 Cook Islands
CR G2 Costa Rica
CI L7 C[ô|o]te d'Ivoire
HR 1M Croatia
CU G3 Cuba
CW - Cura[ç|c]ao
CY G4 Cyprus
CZ 2N Czechia;Czech Republic
DK G7 [|Kingdom of |The Kingdom of ]Denmark
DJ 1G Djibouti
DM G9 Dominica
DO G8 Dominican Republic
EC H1 Ecuador
EG H2 Egypt
SV H3 El Salvador
GQ H4 Equatorial Guinea
ER 1J Eritrea
EE 1H Estonia
SZ - Eswatini
-- V6 Swaziland
ET H5 Ethiopia
FK H7 [|The ]Falkland Islands[| (Malvinas)];[|Islas ]Malvinas[| Islands]
FO H6 Faroe Islands
FJ H8 Fiji
FI H9 Finland
FR I0 France
GF I3 French Guiana
PF I4 French Polynesia
TF 2C French Southern Territories
GA I5 Gabon
GM I6 Gambia
GE 2Q Georgia
DE 2M Germany
GH J0 Ghana
GI J1 Gibraltar
GR J3 Greece
GL J4 Greenland
GD J5 Grenada
GP J6 Guadeloupe
GU GU Guam
GT J8 Guatemala
GG Y7 Guernsey
GN J9 Guinea
GW S0 Guinea-Bissau
GY K0 Guyana
HT K1 Haiti
HM K4 Heard Island and McDonald Islands
VA X4 [|The ]Holy See;Vatican City
HN K2 Honduras
HK K3 Hong Kong
HU K5 Hungary
IS K6 Iceland
IN K7 India
ID K8 Indonesia
IR K9 [|Islamic Republic of |The Islamic Republic of ]Iran
IQ L0 Iraq
IE L2 Ireland
IM Y8 Isle of Man
IL L3 Israel
IT L6 Italy
JM L8 Jamaica
JP M0 Japan
JE Y9 Jersey
JO M2 Jordan
KZ 1P Kazakhstan
KE M3 Kenya
KI J2 Kiribati
KP M4 North Korea;Democratic People[|']s Republic of Korea
KR M5 South Korea;Republic of Korea
KW M6 Kuwait
KG 1N Kyrgyzstan
LA M7 Lao People[|']s Democratic Republic
LV 1R Latvia
LB M8 Lebanon
LS M9 Lesotho
LR N0 Liberia
LY N1 [|State of |The State of ]Libya
LI N2 Liechtenstein
LT 1Q Lithuania
LU N4 [|Duchy of |Grand Duchy of |The Duchy of |The Grand Duchy of ]Luxembourg
MO N5 Maca[o|u]
MG N6 Madagascar
MW N7 Malawi
MY N8 Malaysia
MV N9 Maldives
ML O0 Mali
MT O1 Malta
MH 1T [|Republic of |Republic of the |The Republic of |The Republic of the ]Marshall Islands
MQ O2 Martinique
MR O3 Mauritania
MU O4 Mauritius
YT 2P Mayotte
MX O5 Mexico;United Mexican States
FM 1K [|Federated States of |The Federated States of ]Micronesia
MD 1S [|Republic of |The Republic of ]Moldova
MC O9 Monaco
MN P0 Mongolia
ME Z5 Montenegro
MS P1 Montserrat
MA P2 Morocco
MZ P3 Mozambique
MM E1 Myanmar
NA T6 Namibia
NR P5 Nauru
NP P6 Nepal
-- P8 Netherlands Antilles
NL P7 Netherlands
NC 1W New Caledonia
NZ Q2 New Zealand
NI Q3 Nicaragua
NE Q4 Niger
NG Q5 Nigeria
NU Q6 Niue
NF Q7 Norfolk Island
MK 1U [|Republic of |The Republic of ]North Macedonia
-- 1U [|Republic of |The Republic of ]Macedonia
MP 1V Northern Mariana Islands
NO Q8 Norway
OM P4 Oman
PK R0 Pakistan
PW 1Y Palau
PS 1X [|State of |The State of ]Palestine
PA R1 Panama
PG R2 Papua New Guinea
PY R4 Paraguay
PE R5 Peru
PH R6 Philippines
PN R8 Pitcairn
PL R9 Poland
PT S1 Portugal
PR PR Puerto Rico
QA S3 Qatar
RE S4 R[é|e]union
RO S5 Romania
RU 1Z Russian Federation
RW S6 Rwanda
BL Z0 Saint Barth[é|e]lemy
SH U8 Saint Helena[|, Ascension and Tristan|, Ascension, and Tristan]
SH U8 Saint Helena[, Ascension and Tristan|, Ascension, and Tristan] da Cunha
KN U7 Saint Kitts and Nevis
LC U9 Saint Lucia
MF Z1 Saint Martin
PM V0 Saint Pierre and Miquelon
VC V1 Saint Vincent[| and Grenadines| and the Grenadines]
WS Y0 Samoa
SM S8 San Marino
ST S9 Sao Tome and Principe
SA T0 Saudi Arabia
SN T1 Senegal
RS Z2 Serbia
SC T2 Seychelles
SL T8 Sierra Leone
SG U0 Singapore
SX - Sint Maarten
SK 2B Slovakia
SI 2A Slovenia
SB D7 Solomon Islands
SO U1 Somalia
ZA T3 [|Republic of |The Republic of ]South Africa
GS 1L South Georgia and [|the ]South Sandwich Islands
SS - South Sudan
ES U3 [|Kingdom of |The Kingdom of ]Spain;Espa[ñ|n]a
LK F1 Sri Lanka
SD V2 Sudan
SR V3 Suriname
SJ L9 Svalbard and Jan Mayen
SE V7 Sweden
CH V8 Switzerland
SY V9 Syria[|n Arab Republic]
TW F5 Taiwan[|, Province of China| Province of China]
TJ 2D Tajikistan
TZ W0 [|United Republic of |The United Republic of ]Tanzania
TH W1 Thailand
TL Z3 Timor-Leste
TG W2 Togo
TK W3 Tokelau
TO W4 Tonga
TT W5 Trinidad and Tobago
TN W6 Tunisia
TR W8 T[u|ü]rk[ey|iye]
TM 2E Turkmenistan
TC W7 Turks and Caicos Islands
TV 2G Tuvalu
UG W9 Uganda
UA 2H Ukraine
AE C0 UAE;United Arab Emirates
GB X0 UK;U.K.;UK.;U.K;Britain;Great Britain;England[| and Wales]
GB X0 United Kingdom[| of Great Britain and Northern Ireland]
UM 2J United States Minor Outlying Islands
US X1 U[|.]S[|.]A[|.];United States[| of America]
UY X3 Uruguay
UZ 2K Uzbekistan
VU 2L Vanuatu
VE X5 Venezuela
VN Q1 Viet Nam
VG D8 British Virgin Islands
-- D8 Virgin Islands[|,] British
VI VI U[|.]S[|.] Virgin Islands
-- VI Virgin Islands, U[|.]S[|.];U. S[|.] Virgin Islands
WF X8 Wallis and Futuna
EH U5 Western Sahara
YE T7 Yemen
ZM Y4 Zambia
ZW Y5 Zimbabwe
-- XX Unknown
"""
#: The code of the post, the EDGAR code where EDGAR takes it for a place outside the states, names.
_STATES_AND_PROVINCES = """
AL - Alabama
AK - Alaska
AZ - Arizona
AR - Arkansas
CA - California
CO - Colorado
CT - Connecticut
DE - Delaware
FL - Florida
GA - Georgia
HI - Hawaii
ID - Idaho
IL - Illinois
IN - Indiana
IA - Iowa
KS - Kansas
KY - Kentucky
LA - Louisiana
ME - Maine
MD - Maryland
MA - Massachusetts
MI - Michigan
MN - Minnesota
MS - Mississippi
MO - Missouri
MT - Montana
NE - Nebraska
NV - Nevada
NH - New Hampshire
NJ - New Jersey
NM - New Mexico
NY - New York
NC - North Carolina
ND - North Dakota
OH - Ohio
OK - Oklahoma
OR - Oregon
PA - Pennsylvania
RI - Rhode Island
SC - South Carolina
SD - South Dakota
TN - Tennessee
TX - Texas
UT - Utah
VT - Vermont
VA - Virginia
WA - Washington
WV - West Virginia
WI - Wisconsin
WY - Wyoming
DC - District of Columbia
AS - [|American ]Samoa
GU - Guam
MP - Northern Mariana Islands
PR - Puerto Rico
UM - United States Minor Outlying Islands
VI - Virgin Islands, U.S.
AB A0 Alberta
BC A1 British Columbia
MB A2 Manitoba
NB A3 New Brunswick
NL A4 Newfoundland[| and Labrador]
NS A5 Nova Scotia
NT - Northwest Territories
NU - Nunavut
ON A6 Ontario
PE A7 Prince Edward Island
QC A8 Qu[é|e]bec
SK A9 Saskatchewan
YT B0 Yukon
"""
_IN_CANADA = "[|, Canada| Canada]"
_EXCHANGES = """
BOX - [|The ]BOX Exchange[|, LLC| LLC]
CboeBYX - [|The ]Cboe BYX Exchange[|, Inc| Inc|, Inc.| Inc.]
CboeBZX - [|The ]Cboe BZX Exchange[|, Inc| Inc|, Inc.| Inc.]
C2 - [|The ]Cboe C2 Exchange[|, Inc| Inc|, Inc.| Inc.]
CboeEDGA - [|The ]Cboe EDGA Exchange[|, Inc| Inc|, Inc.| Inc.]
CboeEDGX - [|The ]Cboe EDGX Exchange[|, Inc| Inc|, Inc.| Inc.]
CBOE - [|The ]Cboe Exchange[|, Inc| Inc|, Inc.| Inc.]
CHX - [|The ]Chicago Stock Exchange[|, Inc| Inc|, Inc.| Inc.]
IEX - [|The ]Investors Exchange[|, LLC| LLC]
MIAX - [|The ]Miami International Securities Exchange[|, LLC| LLC]
PEARL - [|The ]MIAX PEARL[|, LLC| LLC]
BX - [|The ]NASDAQ BX[|, Inc| Inc|, Inc.| Inc.]
GEMX - [|The ]NASDAQ GEMX[|, LLC| LLC]
ISE - [|The ]NASDAQ ISE[|, LLC| LLC]
MRX - [|The ]NASDAQ MRX[|, LLC| LLC]
Phlx - NASDAQ PHLX[|, LLC| LLC]
NYSE - [|The ]NYSE;[|The ]New York Stock Exchange[|, LLC| LLC]
NYSEAMER - [|The ]NYSE American[|, LLC| LLC]
NYSEArca - [|The ]NYSE Arca[|, Inc| Inc|, Inc.| Inc.]
NYSENAT - [|The ]NYSE National[|, Inc| Inc|, Inc.| Inc.]
NASDAQ - [|The ]NASDAQ;[|The ]NASDAQ [Stock|Global|Global Select] Market[|, LLC| LLC]
"""
#: Words of exchanges that may stand in any case; of other words only the first letter may be large or small.
_ACRONYMS = re.compile(r"\b(?:box|byx|bzx|c2|edga|edgx|llc|nasdaq|bx|gemx|ise|mrx|phlx|nyse)\b", re.IGNORECASE)
_FIRST_LETTERS = re.compile(r"\b\w")


def name_key(name: str) -> str:
    """Bring a name into the form in which the tables hold it: first letters small, blanks one, apostrophes straight."""
    plain = " ".join(name.replace("’", "'").split())
    plain = _ACRONYMS.sub(lambda word: word[0].lower(), plain)
    return _FIRST_LETTERS.sub(lambda letter: letter[0].lower(), plain)


def _spellings(names: str) -> list[str]:
    """Write out every spelling of the names in a table."""
    spellings = []
    for name in names.split(";"):
        choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(re.split(r"\[(.*?)\]", name))]
        spellings += [name_key("".join(parts)) for parts in itertools.product(*choices)]
    return spellings


def _codes(table: str, column: int, *, ending: str = "") -> dict[str, str]:
    """Give the codes of a column by the names' keys."""
    rows = (row.split(" ", 2) for row in table.strip().splitlines())
    return {key: row[column] for row in rows if row[column].strip("-") for key in _spellings(f"{row[2]}{ending}")}


COUNTRIES = _codes(_COUNTRIES, 0)
EDGAR_PLACES = _codes(_COUNTRIES, 1) | _codes(_STATES_AND_PROVINCES, 1, ending=_IN_CANADA)
STATES_AND_PROVINCES = _codes(_STATES_AND_PROVINCES, 0)
EXCHANGES = _codes(_EXCHANGES, 0)
FILER_CATEGORIES = {
    name_key(name): name for name in ("Large Accelerated Filer", "Accelerated Filer", "Non-accelerated Filer")
}
