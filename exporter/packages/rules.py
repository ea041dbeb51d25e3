"""What a report package may lack or have too much of; the codes are those of the specification."""

from exporter.findings.findings import Severity
from exporter.findings.registry import Rule

_E, _W = Severity.ERROR, Severity.WARNING

PACKAGE_STRUCTURE = Rule(
    "rpe:invalidDirectoryStructure",
    _E,
    "A package has several top folders, files beside the only one, or no META-INF.",
    "Report Packages 1.0, 3.1",
)
PACKAGE_NO_REPORTS_FOLDER = Rule(
    "rpe:missingReportsDirectory", _E, "A report package has no folder reports.", "Report Packages 1.0, 3.4"
)
PACKAGE_NO_REPORT = Rule("rpe:missingReport", _E, "A report package holds no report.", "Report Packages 1.0, 3.4")
PACKAGE_SEVERAL = Rule(
    "rpe:multipleReports", _E, "A package that must hold one report holds several.", "Report Packages 1.0, 3.4"
)
PACKAGE_SEVERAL_IN_FOLDER = Rule(
    "rpe:multipleReportsInSubdirectory",
    _E,
    "A folder in reports holds several reports that are no set of Inline XBRL documents.",
    "Report Packages 1.0, 3.4",
)
PACKAGE_REPORT_TYPE = Rule(
    "rpe:incorrectReportType",
    _E,
    "A report package holds a report in a syntax that its ending does not stand for.",
    "Report Packages 1.0, 3.4",
)
PACKAGE_ENDING = Rule(
    "rpe:documentTypeFileExtensionMismatch",
    _E,
    "What a package says of itself does not go with its ending, or it says nothing though its ending asks for it.",
    "Report Packages 1.0, 3.3",
)
PACKAGE_UNKNOWN_ENDING = Rule(
    "rpe:unsupportedFileExtension",
    _E,
    "A report package ends in none of .xbri, .xbr and .zip.",
    "Report Packages 1.0, 3.2",
)
PACKAGE_VERSION = Rule(
    "rpe:unsupportedReportPackageVersion",
    _E,
    "A report package is of a type that this version does not know.",
    "Report Packages 1.0, 3.3",
)
PACKAGE_JSON = Rule(
    "rpe:invalidJSON", _E, "META-INF/reportPackage.json is no JSON in UTF-8.", "Report Packages 1.0, 3.3"
)
PACKAGE_JSON_STRUCTURE = Rule(
    "rpe:invalidJSONStructure",
    _E,
    "META-INF/reportPackage.json does not say of which type the package is.",
    "Report Packages 1.0, 3.3",
)
PACKAGE_LEFT_BEHIND = Rule(
    "package.leftBehind", _W, "A report refers to a file of its taxonomy that does not come with it."
)

RULES = (
    PACKAGE_STRUCTURE,
    PACKAGE_NO_REPORTS_FOLDER,
    PACKAGE_NO_REPORT,
    PACKAGE_SEVERAL,
    PACKAGE_SEVERAL_IN_FOLDER,
    PACKAGE_REPORT_TYPE,
    PACKAGE_ENDING,
    PACKAGE_UNKNOWN_ENDING,
    PACKAGE_VERSION,
    PACKAGE_JSON,
    PACKAGE_JSON_STRUCTURE,
    PACKAGE_LEFT_BEHIND,
)
