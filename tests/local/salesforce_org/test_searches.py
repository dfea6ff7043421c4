"""SOSL over HTTP: shapes, search text, groups, limits, index lag, parameterized searches."""

import pytest

from tests.local.salesforce_org.support import ACME, DATA, JANE, JOHN, LEAD, Api, refusal

ALL_THREE = "RETURNING Contact(Id, Phone ORDER BY LastModifiedDate DESC), Lead(Id), Account(Id, Name)"


def found(api: Api, text: str, rest: str = "IN ALL FIELDS RETURNING Contact(Name)") -> list[str]:
    return [row["Name"] for row in api.search(f"FIND {{{text}}} {rest}")]


def sosl_refusal(api: Api, sosl: str) -> tuple[int, str]:
    return refusal(api.call("GET", "search", params={"q": sosl}))


def test_a_phone_search_answers_objects_in_the_order_asked_for(api: Api) -> None:
    rows = api.search(f"FIND {{7813003549 OR 17813003549}} IN PHONE FIELDS {ALL_THREE}")
    assert rows == [
        {
            "attributes": {"type": "Account", "url": f"{DATA}/sobjects/Account/{ACME}"},
            "Id": ACME,
            "Name": "Acme",
        }
        if row_id == ACME
        else {"attributes": {"type": kind, "url": f"{DATA}/sobjects/{kind}/{row_id}"}, "Id": row_id, **more}
        for kind, row_id, more in (
            ("Contact", JOHN, {"Phone": None}),
            ("Contact", JANE, {"Phone": "(781) 300-3549"}),
            ("Lead", LEAD, {}),
            ("Account", ACME, {}),
        )
    ]


def test_nothing_found_is_an_empty_list(api: Api) -> None:
    reply = api.call("GET", "search/", params={"q": "FIND {5555550100} IN PHONE FIELDS RETURNING Contact"})
    assert (reply.status_code, reply.json()) == (200, {"searchRecords": []})


def test_old_versions_answer_the_bare_list(api: Api) -> None:
    reply = api.call("GET", "/services/data/v36.0/search", params={"q": "FIND {Jane} RETURNING Contact(Name)"})
    assert [row["Name"] for row in reply.json()] == ["Jane Roe"]


def test_without_fields_only_the_id_returns_and_without_returning_every_object(api: Api) -> None:
    assert set(api.search("FIND {Jane} RETURNING Contact")[0]) == {"attributes", "Id"}
    kinds = [row["attributes"]["type"] for row in api.search("FIND {7813003549*} IN PHONE FIELDS")]
    assert set(kinds) == {"Contact"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("jane", ["Jane Roe"], id="case does not matter"),
        pytest.param("JANE OR john", ["Jane Roe", "John Doe"], id="or"),
        pytest.param("Jane Roe", ["Jane Roe"], id="side by side means and"),
        pytest.param("Jane Doe", [], id="both have to be there"),
        pytest.param("Roe AND Jane", ["Jane Roe"], id="and in any order"),
        pytest.param('"Jane Roe"', ["Jane Roe"], id="phrase"),
        pytest.param('"Roe Jane"', [], id="phrase in the wrong order"),
        pytest.param("Jane OR John AND NOT Roe", ["Jane Roe", "John Doe"], id="and not before or"),
        pytest.param("(Jane OR John) AND NOT Roe", ["John Doe"], id="parentheses"),
        pytest.param("J* AND NOT Doe AND NOT Roe", ["Jane Roe"], id="right to left"),
        pytest.param("J*", ["Jane Roe", "John Doe"], id="star at the end"),
        pytest.param("J*n", ["John Doe"], id="star in the middle"),
        pytest.param("J?ne", ["Jane Roe"], id="question mark in the middle"),
        pytest.param("Jan??", [], id="each question mark is one character"),
        pytest.param("O\\'Neil", ["Ann O'Neil"], id="escaped apostrophe"),
        pytest.param("jane.roe@example.com", ["Jane Roe"], id="e-mail address"),
        pytest.param("example", ["Jane Roe"], id="part of an e-mail address"),
        pytest.param('"and"', [], id="quoted operator is a word"),
        pytest.param("oran*", [], id="a word that begins like an operator"),
    ],
)
def test_the_search_text_finds_what_it_says(api: Api, text: str, names: list[str]) -> None:
    assert found(api, text) == names


@pytest.mark.parametrize("character", list("?&|!{}[]()^~*:\"'+-\\"))
def test_an_unescaped_reserved_character_is_an_error(api: Api, character: str) -> None:
    # At the start of a term: there even the wildcards are refused
    assert sosl_refusal(api, f"FIND {{{character}14155550123}} RETURNING Contact")[0] == 400


@pytest.mark.parametrize("character", list("?&|!{}[]()^~*:\"'+-\\"))
def test_an_escaped_reserved_character_is_punctuation(api: Api, character: str) -> None:
    assert found(api, f"\\{character}Jane") == ["Jane Roe"]
    assert found(api, f'"Jane\\{character}Roe"') == ["Jane Roe"]


@pytest.mark.parametrize(
    ("group", "text", "hit"),
    [
        pytest.param("NAME", "Jane", True, id="name by name"),
        pytest.param("NAME", "example", False, id="e-mail by name"),
        pytest.param("EMAIL", "example", True, id="e-mail by e-mail"),
        pytest.param("EMAIL", "Roe", True, id="name within the e-mail"),
        pytest.param("EMAIL", "7813003549", False, id="phone by e-mail"),
        pytest.param("PHONE", "Jane", False, id="name by phone"),
        pytest.param("PHONE", '"781 300 3549"', True, id="phone by phone"),
        pytest.param("SIDEBAR", "Jane", True, id="name by sidebar"),
        pytest.param("ALL", "7813003549", True, id="phone by all"),
    ],
)
def test_a_group_decides_where_is_searched(api: Api, group: str, text: str, hit: bool) -> None:
    assert ("Jane Roe" in found(api, text, f"IN {group} FIELDS RETURNING Contact(Name)")) == hit


def test_the_fax_is_a_phone_field(api: Api) -> None:
    api.create("Contact", LastName="Fax", Fax="555 0100 777")
    assert found(api, "5550100777", "IN PHONE FIELDS RETURNING Contact(Name)") == ["Fax"]


def test_returning_filters_orders_and_cuts(api: Api) -> None:
    def phones(rest: str) -> list[str]:
        return found(api, "7813003549", f"IN PHONE FIELDS RETURNING Contact(Name {rest})")

    assert phones("ORDER BY Name DESC") == ["John Doe", "Jane Roe"]
    assert phones("WHERE DoNotCall = true") == ["John Doe"]
    assert phones("WHERE Account.Name = 'Acme'") == ["Jane Roe"]
    assert phones("ORDER BY Name LIMIT 1") == ["Jane Roe"]
    assert phones("ORDER BY Name LIMIT 5 OFFSET 1") == ["John Doe"]
    assert phones("LIMIT 0") == []


def test_parents_can_be_returned(api: Api) -> None:
    row = api.search("FIND {Jane} RETURNING Contact(Account.Name)")[0]
    assert row["Account"]["Name"] == "Acme"


@pytest.mark.parametrize(
    ("sosl", "code"),
    [
        pytest.param("Jane RETURNING Contact", "MALFORMED_SEARCH", id="no FIND"),
        pytest.param("FIND 'Jane' RETURNING Contact", "MALFORMED_SEARCH", id="quotes for braces"),
        pytest.param("FIND {Jane RETURNING Contact", "MALFORMED_SEARCH", id="open brace"),
        pytest.param("FIND {Jane AND} RETURNING Contact", "MALFORMED_SEARCH", id="dangling operator"),
        pytest.param('FIND {"Jane} RETURNING Contact', "MALFORMED_SEARCH", id="open quote"),
        pytest.param("FIND {Jane} IN MOBILE FIELDS RETURNING Contact", "MALFORMED_SEARCH", id="unknown group"),
        pytest.param(
            "FIND {Jane} RETURNING Contact(WHERE Id != null)", "MALFORMED_SEARCH", id="where without field"
        ),
        pytest.param("FIND {Jane} RETURNING Contact, Contact", "MALFORMED_SEARCH", id="object twice"),
        pytest.param("FIND {Jane} RETURNING Contact(Id OFFSET 1), Lead", "MALFORMED_SEARCH", id="offset of two"),
        pytest.param(
            "FIND {Jane} RETURNING Contact(Id OFFSET 2001)", "NUMBER_OUTSIDE_VALID_RANGE", id="far offset"
        ),
        pytest.param("FIND {Jane} RETURNING Contact LIMIT 2001", "MALFORMED_SEARCH", id="overall limit"),
        pytest.param("FIND {Jane} RETURNING Contact WITH DATA CATEGORY x", "MALFORMED_SEARCH", id="other with"),
        pytest.param(
            "FIND {Jane} RETURNING Contact(Id WHERE Name = 'a\\-b')", "MALFORMED_SEARCH", id="bad escape in where"
        ),
        pytest.param("FIND {J} RETURNING Contact", "INVALID_SEARCH", id="one character"),
        pytest.param("FIND {} RETURNING Contact", "INVALID_SEARCH", id="no character"),
        pytest.param("FIND {Jane} RETURNING Contract", "INVALID_TYPE", id="unknown object"),
        pytest.param("FIND {Jane} RETURNING Group", "INVALID_TYPE", id="object without search"),
        pytest.param("FIND {Jane} RETURNING Contact(Foo__c)", "INVALID_FIELD", id="unknown field"),
        pytest.param("SELECT Id FROM Contact", "MALFORMED_SEARCH", id="SOQL"),
    ],
)
def test_what_is_wrong_or_not_offered_is_refused(api: Api, sosl: str, code: str) -> None:
    assert sosl_refusal(api, sosl) == (400, code)


def test_the_refusal_without_a_search_term_is_worded_as_documented(api: Api) -> None:
    reply = api.call("GET", "search", params={"q": "FIND Jane"})
    assert reply.json() == [
        {
            "message": "No search term found. The search term must be enclosed in braces.",
            "errorCode": "MALFORMED_SEARCH",
        }
    ]


def many(api: Api, count: int, **fields: object) -> None:
    row = {"LastName": "Crowd", "Phone": "555 010 0000", **fields}
    api.org.load({"Contact": [row] * count})


def crowd(api: Api, rest: str) -> int:
    return len(api.search(f"FIND {{5550100000}} IN PHONE FIELDS RETURNING {rest}"))


@pytest.mark.parametrize(
    ("rest", "rows"),
    [
        pytest.param("Contact(Id)", 250, id="one object"),
        pytest.param("Contact(Id ORDER BY Id)", 2000, id="one object in order"),
        pytest.param("Contact(Id WHERE Id != null)", 2000, id="one object filtered"),
        pytest.param("Contact(Id LIMIT 300)", 250, id="own limit above the cap"),
        pytest.param("Contact(Id ORDER BY Id), Lead(Id)", 250, id="two objects"),
        pytest.param("Contact(Id) LIMIT 9", 9, id="overall limit"),
        pytest.param("Contact(Id), Lead(Id) LIMIT 9", 5, id="overall limit shared evenly"),
        pytest.param("Contact(Id), Lead(Id LIMIT 2), Account(Id) LIMIT 9", 4, id="what own limits leave"),
    ],
)
def test_rows_are_capped(api: Api, rest: str, rows: int) -> None:
    many(api, 2100)
    assert crowd(api, rest) == rows


def test_hits_beyond_two_thousand_are_crowded_out_before_the_filter(api: Api) -> None:
    many(api, 2000)
    many(api, 5, LastName="Late")
    assert crowd(api, "Contact(Id WHERE LastName = 'Crowd' LIMIT 1)") == 1
    assert crowd(api, "Contact(Id WHERE LastName = 'Late')") == 0


def in_process(api: Api, statement: str) -> list[str]:
    """A search in process: these statements are longer than a URI may be."""
    from local.salesforce_org.sosl.search import parse_search

    with api.org.state.lock:
        return [str(row["Name"]) for row in api.org.state.searcher(DATA).run(parse_search(statement))]


def test_long_search_texts_lose_their_operators_and_very_long_ones_find_nothing(api: Api) -> None:
    # Given that nobody is called Jane Doe, so that AND finds nobody
    rest = "IN NAME FIELDS RETURNING Contact(Name)"

    def search(padding: int) -> list[str]:
        return in_process(api, f"FIND {{Jane AND Doe{' ' * padding}}} {rest}")

    assert search(100) == []
    assert search(4_001) == ["Jane Roe", "John Doe"]
    assert search(10_001) == []


def test_a_statement_over_a_hundred_thousand_characters_is_malformed(api: Api) -> None:
    from local.salesforce_org.errors import ApiError

    with pytest.raises(ApiError, match="MALFORMED_SEARCH"):
        in_process(api, f"FIND {{Jane}} RETURNING Contact(Name){' ' * 100_000}")


def test_a_long_uri_is_refused(api: Api) -> None:
    reply = api.call("GET", "search", params={"q": f"FIND {{{'x' * 17_000}}} RETURNING Contact"})
    assert reply.status_code == 414
    reply = api.call("GET", "search", params={"q": "x" * 9_000}, headers={"X-Long": "x" * 9_000})
    assert reply.status_code == 431


def test_a_search_text_of_one_character_can_be_allowed(api: Api) -> None:
    api.create("Contact", LastName="X")
    api.set(refuse_one_character=False)
    assert found(api, "X") == ["X"]
    assert sosl_refusal(api, "FIND {} RETURNING Contact") == (400, "INVALID_SEARCH")


def test_the_rate_per_user_can_be_limited(api: Api) -> None:
    api.set(searches_per_5_minutes=2, search_limit_status=429)
    statuses = [
        api.call("GET", "search", params={"q": "FIND {Jane} RETURNING Contact"}).status_code for _ in range(3)
    ]
    assert statuses == [200, 200, 429]
    api.control("POST", "clock", {"advance_s": 301})
    assert found(api, "Jane") == ["Jane Roe"]


class TestIndexLag:
    def test_a_new_record_is_in_soql_at_once_and_in_search_after_the_lag(self, api: Api) -> None:
        api.set(index_lag_seconds=90)
        api.create("Contact", LastName="Fresh")
        assert api.rows("SELECT LastName FROM Contact WHERE LastName = 'Fresh'")
        assert found(api, "Fresh") == []
        api.control("POST", "clock", {"advance_s": 91})
        assert found(api, "Fresh") == ["Fresh"]

    def test_a_changed_phone_stays_findable_under_the_old_number_with_current_values(self, api: Api) -> None:
        api.set(index_lag_seconds=90)
        api.call("PATCH", f"sobjects/Contact/{JANE}", json={"Phone": "(555) 010-0001"})
        sosl = "FIND {%s} IN PHONE FIELDS RETURNING Contact(Phone WHERE FirstName = 'Jane')"
        assert [row["Phone"] for row in api.search(sosl % "7813003549")] == ["(555) 010-0001"]
        assert api.search(sosl % "5550100001") == []
        # When the index is told to catch up
        api.control("POST", "reindex")
        assert api.search(sosl % "7813003549") == []
        assert [row["Phone"] for row in api.search(sosl % "5550100001")] == ["(555) 010-0001"]

    def test_a_deleted_record_never_returns(self, api: Api) -> None:
        api.set(index_lag_seconds=90)
        api.call("DELETE", f"sobjects/Contact/{JANE}")
        assert found(api, "Jane") == []

    def test_a_record_that_was_rolled_back_never_gets_into_the_index(self, api: Api) -> None:
        rows = [{"attributes": {"type": "Contact"}, "LastName": "Ghost"}, {"attributes": {"type": "Contact"}}]
        api.call("POST", "composite/sobjects", json={"allOrNone": True, "records": rows})
        assert found(api, "Ghost") == []


class TestParameterizedSearch:
    def test_a_post_names_everything(self, api: Api) -> None:
        body = {
            "q": "7813003549",
            "in": "PHONE",
            "fields": ["Id"],
            "sobjects": [
                {"name": "Contact", "fields": ["Name"], "where": "DoNotCall = false", "limit": 5},
                {"name": "Account"},
            ],
            "overallLimit": 30,
            "defaultLimit": 10,
            "spellCorrection": False,
        }
        rows = api.call("POST", "parameterizedSearch", json=body).json()["searchRecords"]
        assert [{k: v for k, v in row.items() if k != "attributes"} for row in rows] == [{"Name": "Jane Roe"}]

    def test_a_get_does_the_same(self, api: Api) -> None:
        params = [
            ("q", "7813003549"),
            ("in", "PHONE"),
            ("sobject", "Contact"),
            ("Contact.fields", "Name,Id"),
            ("Contact.orderBy", "Name DESC"),
            ("Contact.limit", "1"),
            ("sobject", "Lead"),
        ]
        reply = api.call("GET", "parameterizedSearch/", params=params)
        assert [row.get("Name") for row in reply.json()["searchRecords"]] == ["John Doe"]

    @pytest.mark.parametrize(
        ("q", "code"),
        [
            pytest.param("Jane IN PHONE FIELDS", "MALFORMED_SEARCH", id="group clause"),
            pytest.param("Jane RETURNING Contact", "MALFORMED_SEARCH", id="returning clause"),
            pytest.param("{Jane}", "MALFORMED_SEARCH", id="braces"),
            pytest.param(None, "MISSING_ARGUMENT", id="nothing"),
        ],
    )
    def test_sosl_in_the_text_is_refused(self, api: Api, q: str | None, code: str) -> None:
        body = {"q": q, "sobjects": [{"name": "Contact"}]}
        assert refusal(api.call("POST", "parameterizedSearch", json=body)) == (400, code)

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            pytest.param({"in": "MOBILE"}, "MALFORMED_SEARCH", id="group"),
            pytest.param({"spellCorrection": "no"}, "JSON_PARSER_ERROR", id="spelling"),
            pytest.param({"sobjects": "Contact"}, "JSON_PARSER_ERROR", id="objects"),
            pytest.param({"sobjects": [{"fields": ["Id"]}]}, "JSON_PARSER_ERROR", id="object without name"),
            pytest.param({"fields": [1]}, "JSON_PARSER_ERROR", id="fields"),
            pytest.param({"overallLimit": -1}, "JSON_PARSER_ERROR", id="limit"),
            pytest.param({"sobjects": [{"name": "Lead", "where": "a ="}]}, "MALFORMED_SEARCH", id="where"),
        ],
    )  # fmt: skip
    def test_a_body_that_makes_no_sense_is_refused(self, api: Api, changed: dict[str, object], code: str) -> None:
        body = {"q": "Jane", "sobjects": [{"name": "Contact"}], **changed}
        assert refusal(api.call("POST", "parameterizedSearch", json=body)) == (400, code)

    @pytest.mark.parametrize(("operators", "rows"), [(True, 2), (False, 0)])
    def test_whether_operators_act_is_a_switch(self, api: Api, operators: bool, rows: int) -> None:
        api.set(parameterized_operators=operators)
        body = {"q": "Jane OR John", "in": "NAME", "sobjects": [{"name": "Contact"}]}
        assert len(api.call("POST", "parameterizedSearch", json=body).json()["searchRecords"]) == rows
