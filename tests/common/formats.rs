//! Formats of texts with keys. In each template, `{id}` and `{secret}` are the values, `{pair}` the
//! base64 form of both, `{id64}` and `{secret64}` those of each, `{url}` and `{host}` the API of an
//! environment, `{E}` and `{e}` its name, and `{flag}` whether it is Sandbox.

/// The evidence in a text for the key's destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The API's host.
    Host,
    /// The name of the key, its section, or its row.
    Name,
    /// An option.
    Option,
}

use Way::{Host, Name, Option};

/// Every format, with its evidence for the destination.
pub const FORMATS: &[(&str, Way, &str)] = &[
    ("curl", Host, "curl -u '{id}:{secret}' -d '{\"grant_type\":\"session\"}' {url}/rest/v1/app/session/token"),
    (
        "curl continued",
        Host,
        "curl -X POST \\\n  -u \"{id}:{secret}\" \\\n  -H 'Content-Type: application/json' \\\n  {url}/rest/v1/app/session/token",
    ),
    ("curl with a variable", Name, "curl -u {id}:{secret} \"${E}_EQP_URL/rest/v1/app/session/token\""),
    ("wget", Host, "wget --user={id} --password={secret} -qO- {url}/rest/v1/products/packages"),
    ("HTTPie", Host, "http -a {id}:{secret} POST {url}/rest/v1/app/session/token grant_type=session"),
    (
        "PowerShell request",
        Host,
        "Invoke-RestMethod -Method Post `\n  -Uri '{url}/rest/v1/app/session/token' `\n  -Headers @{ Authorization = 'Basic {pair}' }",
    ),
    ("PowerShell variables", Name, "$env:EQP_{E}_APP_ID = '{id}'\n$env:EQP_{E}_APP_SECRET = '{secret}'"),
    ("shell exports", Name, "export ADOBE_EQP_{E}_APP_ID={id}\nexport ADOBE_EQP_{E}_APP_SECRET={secret}"),
    (
        "shell script",
        Host,
        "EQP_API={url}\nAPP_ID={id}\nAPP_SECRET={secret}\nTOKEN=$(curl -s -u \"$APP_ID:$APP_SECRET\" \"$EQP_API/rest/v1/app/session/token\")",
    ),
    ("dotenv", Host, "EQP_API_URL={url}\nEQP_APP_ID={id}\nEQP_APP_SECRET=\"{secret}\""),
    ("dotenv names", Name, "{E}_EQP_APP_ID={id}\n{E}_EQP_APP_SECRET={secret}"),
    ("dotenv option", Option, "EQP_ENVIRONMENT={e}\nEQP_APP_ID={id}\nEQP_APP_SECRET={secret}"),
    ("Makefile", Name, "EQP_{E}_APP_ID := {id}\nEQP_{E}_APP_SECRET := {secret}"),
    ("Dockerfile", Name, "ENV EQP_{E}_APP_ID={id} \\\n    EQP_{E}_APP_SECRET={secret}"),
    (
        "Compose file",
        Host,
        "services:\n  submit:\n    image: acme/eqp\n    environment:\n      EQP_API_URL: {url}\n      EQP_APP_ID: {id}\n      EQP_APP_SECRET: {secret}",
    ),
    ("YAML", Host, "eqp:\n  api_url: {url}/rest/v1\n  app_id: {id}\n  app_secret: {secret}"),
    ("YAML sections", Name, "eqp:\n  {e}:\n    app_id: '{id}'\n    app_secret: '{secret}'"),
    ("YAML option", Option, "eqp:\n  environment: {e}\n  credentials:\n    app_id: {id}\n    app_secret: {secret}"),
    (
        "CI variables",
        Host,
        "env:\n  - name: EQP_API_URL\n    value: {url}\n  - name: EQP_APP_ID\n    value: {id}\n  - name: EQP_APP_SECRET\n    value: {secret}",
    ),
    (
        "Kubernetes secret",
        Name,
        "apiVersion: v1\nkind: Secret\ntype: Opaque\ndata:\n  EQP_{E}_APP_ID: {id64}\n  EQP_{E}_APP_SECRET: {secret64}",
    ),
    ("Ansible", Name, "eqp_{e}_app_id: \"{id}\"\neqp_{e}_app_secret: \"{secret}\""),
    ("JSON", Host, "{\n  \"apiUrl\": \"{url}/rest/v1\",\n  \"appId\": \"{id}\",\n  \"appSecret\": \"{secret}\"\n}"),
    ("JSON on one line", Option, "{\"appId\":\"{id}\",\"appSecret\":\"{secret}\",\"environment\":\"{e}\"}"),
    ("JSON objects", Name, "{\"eqp\": {\"{e}\": {\"appId\": \"{id}\", \"appSecret\": \"{secret}\"}}}"),
    (
        "JSON list",
        Name,
        "[{\"name\":\"EQP_{E}_APP_ID\",\"value\":\"{id}\"},{\"name\":\"EQP_{E}_APP_SECRET\",\"value\":\"{secret}\"}]",
    ),
    (
        "JSON values first",
        Name,
        "[{\"value\":\"{id}\",\"name\":\"EQP_{E}_APP_ID\"},{\"value\":\"{secret}\",\"name\":\"EQP_{E}_APP_SECRET\"}]",
    ),
    (
        "escaped JSON",
        Host,
        "\"{\\\"url\\\":\\\"{url}\\\",\\\"appId\\\":\\\"{id}\\\",\\\"appSecret\\\":\\\"{secret}\\\"}\"",
    ),
    ("TOML", Name, "[eqp.{e}]\napp_id = \"{id}\"\napp_secret = \"{secret}\""),
    ("TOML host", Host, "[eqp]\napi = \"{url}\"\napp_id = \"{id}\"\napp_secret = \"{secret}\""),
    ("INI", Name, "[{e}]\nappId={id}\nappSecret={secret}"),
    (
        "HCL",
        Option,
        "provider \"eqp\" {\n  environment = \"{e}\"\n  app_id      = \"{id}\"\n  app_secret  = \"{secret}\"\n}",
    ),
    ("HCL variables", Name, "eqp_{e}_app_id     = \"{id}\"\neqp_{e}_app_secret = \"{secret}\""),
    (
        "PHP array",
        Host,
        "return [\n    'api_url' => '{url}',\n    'app_id' => '{id}',\n    'app_secret' => '{secret}',\n];",
    ),
    (
        "PHP arrays",
        Name,
        "return [\n    'eqp' => [\n        '{e}' => [\n            'app_id' => '{id}',\n            'app_secret' => '{secret}',\n        ],\n    ],\n];",
    ),
    ("PHP constants", Name, "define('EQP_{E}_APP_ID', '{id}');\ndefine('EQP_{E}_APP_SECRET', '{secret}');"),
    (
        "PHP client",
        Option,
        "$client = new Client(['app_id' => '{id}', 'app_secret' => '{secret}', 'sandbox' => {flag}]);",
    ),
    (
        "TypeScript",
        Option,
        "const eqp = new EQP({\n\tappId: '{id}',\n\tappSecret: '{secret}',\n\tenvironment: '{e}',\n\tautoRefresh: true,\n});",
    ),
    ("TypeScript constants", Name, "const {E}_APP_ID = '{id}';\nconst {E}_APP_SECRET = '{secret}';"),
    ("TypeScript base URL", Option, "createClient({ appId: \"{id}\", appSecret: \"{secret}\", baseUrl: HOSTS.{e} });"),
    (
        "Python",
        Option,
        "client = EqpClient(\n    app_id=\"{id}\",\n    app_secret=\"{secret}\",\n    environment=\"{e}\",\n)",
    ),
    (
        "Python request",
        Host,
        "requests.post(\"{url}/rest/v1/app/session/token\", auth=(\"{id}\", \"{secret}\"), json={\"grant_type\": \"session\"})",
    ),
    ("Python dict", Name, "KEYS = {\"{e}\": {\"app_id\": \"{id}\", \"app_secret\": \"{secret}\"}}"),
    ("Ruby", Host, "config = { api_url: '{url}', app_id: '{id}', app_secret: '{secret}' }"),
    ("Go", Host, "cfg := eqp.Config{\n\tBaseURL:   \"{url}\",\n\tAppID:     \"{id}\",\n\tAppSecret: \"{secret}\",\n}"),
    ("Java properties", Name, "eqp.{e}.app-id={id}\neqp.{e}.app-secret={secret}"),
    ("Java properties host", Host, "eqp.api.url={url}\neqp.app-id={id}\neqp.app-secret={secret}"),
    ("XML", Name, "<eqp>\n  <{e}>\n    <appId>{id}</appId>\n    <appSecret>{secret}</appSecret>\n  </{e}>\n</eqp>"),
    (
        "XML host",
        Host,
        "<eqp>\n  <apiUrl>{url}</apiUrl>\n  <appId>{id}</appId>\n  <appSecret>{secret}</appSecret>\n</eqp>",
    ),
    ("Jenkinsfile", Name, "environment {\n  EQP_{E}_APP_ID = '{id}'\n  EQP_{E}_APP_SECRET = '{secret}'\n}"),
    (
        ".http file",
        Host,
        "POST {url}/rest/v1/app/session/token\nAuthorization: Basic {id}:{secret}\nContent-Type: application/json",
    ),
    (
        "HTTP request",
        Host,
        "POST /rest/v1/app/session/token HTTP/1.1\r\nHost: {host}\r\nAuthorization: Basic {pair}\r\n",
    ),
    (
        "Postman",
        Host,
        "{\"request\":{\"method\":\"POST\",\"auth\":{\"type\":\"basic\",\"basic\":[{\"key\":\"username\",\"value\":\"{id}\"},{\"key\":\"password\",\"value\":\"{secret}\"}]},\"url\":{\"raw\":\"{url}/rest/v1/app/session/token\"}}}",
    ),
    (
        "Insomnia",
        Host,
        "resources:\n  - _type: request\n    url: {url}/rest/v1/app/session/token\n    authentication:\n      type: basic\n      username: {id}\n      password: {secret}",
    ),
    (".netrc", Host, "machine {host} login {id} password {secret}"),
    ("Markdown table", Name, "| Environment | App Id | App Secret |\n|---|---|---|\n| {e} | `{id}` | `{secret}` |"),
    ("Markdown list", Host, "- API: `{url}`\n- **App Id:** `{id}`\n- **App Secret:** `{secret}`"),
    ("CSV", Name, "environment,app_id,app_secret\n{e},{id},{secret}"),
    ("log with colors", Host, "\u{1b}[36;1m+ curl -u {id}:{secret} {url}/rest/v1/app/session/token\u{1b}[0m"),
    ("log of settings", Name, "2026-01-12T10:00:00Z INFO eqp.{e}.appId={id} eqp.{e}.appSecret={secret}"),
    (
        "patch",
        Host,
        "diff --git a/.env b/.env\n@@ -1,3 +1,3 @@\n EQP_API_URL={url}\n-EQP_APP_ID=\n-EQP_APP_SECRET=\n+EQP_APP_ID={id}\n+EQP_APP_SECRET={secret}",
    ),
];

/// Surrounding text that is irrelevant for the key's destination.
pub const SURROUNDINGS: &[&str] = &[
    "Please rotate this key before Friday, thanks!",
    "The sandbox does not run the copy/paste detector. Production does.",
    "Get your keys at https://commercedeveloper.adobe.com/account/apikeys or https://commercedeveloper-sandbox.adobe.com/account/apikeys.",
    "NODE_ENV=production\nMAGE_MODE=production",
    "npm ci --production && npm run build",
    "stages:\n  - build\n  - test\n  - live",
    "commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nAuthor: A B <a@b.example>\n\n    Rotate the app secret for production",
    "ALGOLIA_APP_ID=32NMQRJFS7\nALGOLIA_SEARCH_KEY=c2f6d6bc64e5a22fac180d6b2e6e1b46",
    "SENTRY_DSN=https://36095e68de96039211d9b963cc58ea44:ecd5b868ec5ff527e03af2a080ad8541@sentry.acme.example/4",
    "e83c5163316f89bfbde7d9ab23ca2e25604af290  acme-pickup-1.0.0.zip",
    "https://marketplace.magento.com/acme-pickup.html is live.",
    "composer config -g http-basic.repo.magento.com $MAGENTO_PUBLIC_KEY $MAGENTO_PRIVATE_KEY",
    "Das ist nur ein Test (siehe Wiki).",
    "TODO: ask Ada whether (production is fine :( or not",
    "if (x < 3) { return [1, 2, 3]; }",
    "Don't paste this into chat; it's a secret.",
    "",
];
