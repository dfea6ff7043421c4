// Drives a simulated org with jsforce and prints what came back as JSON. Started by test_jsforce.py.
const jsforce = require("jsforce");

const [url, clientId, clientSecret] = process.argv.slice(2);
const KEY = "Switchboard_Key__c";

async function refusal(promise) {
  try {
    await promise;
    return "not refused";
  } catch (error) {
    return error.errorCode || error.name;
  }
}

async function main() {
  const conn = new jsforce.Connection({
    version: "66.0",
    oauth2: { clientId, clientSecret, loginUrl: url },
  });
  const results = {};
  await conn.authorize({ grant_type: "client_credentials" });
  results.instanceUrl = conn.instanceUrl;

  results.objects = (await conn.describeGlobal()).sobjects.map((each) => each.name);
  const described = await conn.describe("Task");
  results.subtype = described.fields.find((field) => field.name === "TaskSubtype").updateable;

  const query = await conn.query("SELECT Id, Name, Account.Name FROM Contact WHERE FirstName = 'Jane'");
  results.account = query.records[0].Account.Name;
  results.paged = (await conn.query("SELECT Id FROM Event", { autoFetch: true, maxFetch: 5000 })).records.length;
  results.found = await conn
    .sobject("Contact")
    .find({ LastName: { $like: "%oe" } }, ["LastName"])
    .sort({ LastName: 1 })
    .execute()
    .then((rows) => rows.map((row) => row.LastName));

  const search = await conn.search("FIND {7813003549} IN PHONE FIELDS RETURNING Contact(LastName ORDER BY LastName)");
  results.searched = search.searchRecords.map((row) => row.LastName);

  const made = await conn.sobject("Task").create({ Subject: "one" });
  await conn.sobject("Task").update({ Id: made.id, Subject: "two" });
  results.subject = (await conn.sobject("Task").retrieve(made.id)).Subject;
  const many = await conn.sobject("Task").create([{ [KEY]: "a" }, { [KEY]: "b" }, { CallType: "Sideways" }]);
  results.many = many.map((row) => (row.success ? "ok" : row.errors[0].statusCode));
  const upserted = await conn.sobject("Task").upsert([{ [KEY]: "b" }, { [KEY]: "c" }], KEY);
  results.upserted = upserted.map((row) => row.created);
  results.upsertedOne = (await conn.sobject("Task").upsert({ [KEY]: "c", Subject: "x" }, KEY)).created;
  const read = await conn.sobject("Task").retrieve(many.slice(0, 2).map((row) => row.id));
  results.read = read.map((row) => row[KEY]);
  results.destroyed = (await conn.sobject("Task").destroy([made.id])).map((row) => row.success);
  results.left = await conn.sobject("Task").count();

  results.malformed = await refusal(conn.query("SELECT Id FROM"));
  results.deleted = await refusal(conn.sobject("Task").retrieve(made.id));
  results.usage = conn.limitInfo.apiUsage.limit;
  console.log(JSON.stringify(results));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
