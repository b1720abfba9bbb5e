// Generated from docs/reference/openapi.json by `npm run client`; never edited.

export interface paths {
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Own
         * @description One's own account.
         */
        get: operations["get_own_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Own
         * @description Change one's own display name or language.
         */
        patch: operations["change_own_account"];
        trace?: never;
    };
    "/api/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Password
         * @description Choose a new password. Other sessions end; this one goes on with new cookies.
         *
         *     `password.weak` lists every reason: too_short, too_long, too_few_kinds, too_few_different, contains_name, common,
         *     used_before.
         */
        put: operations["change_own_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Finish Second Factor
         * @description Turn the second factor on with a first code.
         */
        put: operations["finish_second_factor"];
        /**
         * Begin Second Factor
         * @description Begin to set up a second factor: a new secret for an authenticator. It is asked for once a first code was right.
         */
        post: operations["begin_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/second-factor/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn Off Second Factor
         * @description Turn the second factor off, with the password. Where the settings demand one, it has to be set up again at once.
         */
        post: operations["turn_off_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sessions
         * @description Where one is signed in, latest used first.
         */
        get: operations["list_own_sessions"];
        put?: never;
        post?: never;
        /**
         * End Other Sessions
         * @description Sign out everywhere else.
         */
        delete: operations["end_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Session
         * @description Sign out in one place. The session in use ends with DELETE /api/v1/session.
         */
        delete: operations["end_own_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Accounts
         * @description Accounts of the caller's units, newest first.
         */
        get: operations["list_accounts"];
        put?: never;
        /**
         * Add Account
         * @description A new account without any role, with a one-time password. A security administrator grants its roles.
         */
        post: operations["add_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Account
         * @description One account.
         */
        get: operations["get_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Account
         * @description Change names, unit or language; disable or enable.
         */
        patch: operations["change_account"];
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset Password
         * @description A new one-time password. Sessions end and API tokens are revoked. Not for administrators' accounts.
         */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Roles
         * @description Grant and withdraw roles. Two administrations in one account are refused, and so are one's own roles.
         */
        put: operations["set_roles"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Reset Second Factor
         * @description Turn off the second factor of somebody who lost it. Not for administrators' accounts.
         */
        delete: operations["reset_second_factor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Sessions
         * @description Sign the account out everywhere.
         */
        delete: operations["end_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tokens
         * @description The account's API tokens, ended ones too.
         */
        get: operations["list_tokens_of_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Token
         * @description Revoke somebody's API token.
         */
        delete: operations["revoke_token_of_account"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account_id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unlock Account
         * @description End a lock after failed sign-ins.
         */
        post: operations["unlock_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Alerts
         * @description Alerts of the caller's units, newest first by event time.
         */
        get: operations["list_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Alerts
         * @description How many alerts there are, by level, status and rule.
         */
        get: operations["count_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Alerts
         * @description One decision about several alerts: all of them, or none when one is not the caller's or has another status.
         */
        post: operations["decide_alerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Group Alerts
         * @description Alerts by rule and the entity they are about, so that a flood is one line.
         */
        get: operations["group_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{alert_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Alert
         * @description One alert: why it fired, on which events, by which rule.
         */
        get: operations["get_alert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{alert_id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Alert
         * @description Say what became of an alert. Closing needs a verdict; a false positive needs a note.
         */
        post: operations["decide_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{alert_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get History
         * @description What people decided about it.
         */
        get: operations["get_alert_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Approvals
         * @description What playbooks ask of the caller's units, newest first.
         */
        get: operations["list_approvals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Approval
         * @description One question, with who answered it how.
         */
        get: operations["get_approval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Approval
         * @description Say yes or no. Nobody approves what they asked for themselves; where two persons are needed, both decide here.
         */
        post: operations["decide_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Records
         * @description Records of the caller's units, newest first. Every read is a record of its own.
         */
        get: operations["list_audit_records"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/head": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Head
         * @description Where the trail ends now; to be noted elsewhere.
         */
        get: operations["get_audit_head"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/{sequence}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Record
         * @description One record.
         */
        get: operations["get_audit_record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Backtest
         * @description Run a rule over stored events of the caller's units; ask for the result under the id that comes back.
         */
        post: operations["start_backtest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{backtest_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Backtest
         * @description What it has found so far, or in the end.
         */
        get: operations["get_backtest"];
        put?: never;
        post?: never;
        /**
         * Cancel Backtest
         * @description End it; what it found stays readable for a while.
         */
        delete: operations["cancel_backtest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Backup Plans
         * @description What protects the systems of the caller's units, and how far it can be relied on.
         */
        get: operations["list_backup_plans"];
        put?: never;
        /**
         * Add Backup Plan
         * @description Say that backups of a repository protect a system, and what is expected of them.
         */
        post: operations["add_backup_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups/repositories/{name}/looks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Backup Looks
         * @description What looks at a repository of the caller's units found, newest first.
         */
        get: operations["list_backup_looks"];
        put?: never;
        /**
         * Ask Backup Look
         * @description Have the platform look at a repository soon: list its backups, or read and check a part of their content.
         */
        post: operations["ask_backup_look"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups/{plan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Backup Plan
         * @description One plan with how it stands; its ETag is needed to change it.
         */
        get: operations["get_backup_plan"];
        /**
         * Change Backup Plan
         * @description Change a plan.
         */
        put: operations["change_backup_plan"];
        post?: never;
        /**
         * Remove Backup Plan
         * @description Take a plan away. The backups stay where they are.
         */
        delete: operations["remove_backup_plan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocklists/{blocklist_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Blocklist
         * @description What is to be blocked now. An entry leaves the list when its time is over.
         */
        get: operations["get_blocklist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/choke-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Choke Points
         * @description Which single action keeps most sources apart from classified data and dangerous devices, over the whole district.
         *
         *     Counts are of the whole district; names are of what the caller sees.
         */
        get: operations["get_choke_points"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cii": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Cii
         * @description The systems the protection department has identified, within the caller's units.
         */
        get: operations["list_cii"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cii/permits/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Scan Permit
         * @description End a permit at once.
         */
        delete: operations["revoke_scan_permit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cii/{system_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Cii
         * @description One system: its file, how the six activities stand with their evidence, assessments, permits, suppliers.
         */
        get: operations["get_cii"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cii/{system_id}/assessments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Cii Assessment
         * @description Record a test and risk assessment; at least one a year is due.
         */
        post: operations["add_cii_assessment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cii/{system_id}/assessments/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Cii Assessment
         * @description Follow up an assessment: what was mended, when it was handed in.
         */
        put: operations["change_cii_assessment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cii/{system_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put Cii File
         * @description Replace what the operator keeps on file.
         */
        put: operations["put_cii_file"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cii/{system_id}/permits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Scan Permit
         * @description Permit active scanning of a system until a day. Without a permit in force every scan of it is refused.
         */
        post: operations["add_scan_permit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Clocks
         * @description Incidents of the caller's units for which statutory clocks run, most recently known first.
         */
        get: operations["list_clocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clocks/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Rules
         * @description The dated rules of reporting, the measures of grades and the categories of incidents, as they stand in the data.
         */
        get: operations["get_reporting_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clocks/{incident_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Clocks
         * @description One incident's clocks, why its grade is proposed, and the reports that went out.
         */
        get: operations["get_clocks"];
        /**
         * Change Clocks
         * @description Change what an incident's clocks go by. Every change of `known_at` stands in the audit trail; giving it confirms it.
         */
        put: operations["change_clocks"];
        /**
         * Start Clocks
         * @description Start the statutory clocks of an incident; who starts them says when it became known.
         */
        post: operations["start_clocks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clocks/{incident_id}/drafts/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Draft
         * @description A report under this rule, filled in from what is known; what is not says so.
         */
        get: operations["get_report_draft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clocks/{incident_id}/grade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Grade
         * @description Say which grade the incident has. Saying another one than is proposed needs a reason.
         */
        post: operations["confirm_grade"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clocks/{incident_id}/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record Report
         * @description Record that a report went out, which stops its clock.
         */
        post: operations["record_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Compliance
         * @description Every system within the caller's units, and the heat map of unit and category.
         */
        get: operations["get_compliance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/documents/{document_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw Compliance Document
         * @description It proves nothing any more; it stays readable.
         */
        delete: operations["withdraw_compliance_document"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/survey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Data Survey
         * @description The data survey sheet (数据摸底调查表) of the caller's units. Taking it is an audit record with its digest.
         */
        post: operations["take_data_survey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Compliance System
         * @description The whole posture of a system: its ledgers, items, conclusions, obligations, papers and plan.
         */
        get: operations["get_compliance_system"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export Compliance Bundle
         * @description The sealed evidence of a system as one file; `fengsui evidence verify` checks it anywhere.
         */
        post: operations["export_compliance_bundle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Compliance Document
         * @description Register a dated paper by its digest, for artefacts of gates or for items.
         */
        post: operations["add_compliance_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/evidence/{rule_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Compliance Evidence
         * @description The sampled events an answer rests on. Reading them is an audit record.
         */
        post: operations["open_compliance_evidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Compliance Exception
         * @description Let an artefact be missing or doubtful until a day, signed by somebody else.
         */
        post: operations["add_compliance_exception"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/gates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Compliance Gates
         * @description The gates of a system's project: what is there, what is missing, what was promised and is not online.
         */
        get: operations["get_compliance_gates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/gates/{gate_id}/passage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pass Compliance Gate
         * @description Let a project through a gate. Refused, naming everything in the way, while something is.
         */
        post: operations["pass_compliance_gate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/items/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Compliance Item
         * @description An item with its evidence, what people say about it, and its history.
         */
        get: operations["get_compliance_item"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/official": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Compliance Official
         * @description Enter the results of an assessor's report; they stand beside ours and change none.
         */
        post: operations["add_compliance_official"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put Compliance Record
         * @description Replace what the ledgers say of a system.
         */
        put: operations["put_compliance_record"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Compliance Review
         * @description Confirm or correct the result of an item, or judge a trigger of major risk or a high-risk case.
         */
        post: operations["add_compliance_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Compliance Task
         * @description A line of the rectification plan.
         */
        post: operations["add_compliance_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Compliance Task
         * @description Change a line; done needs the paper that proves it.
         */
        put: operations["change_compliance_task"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/systems/{system_id}/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Compliance What If
         * @description What the conclusion would be with some items met, and the fewest items that lead to the next better one.
         */
        get: operations["get_compliance_what_if"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compliance/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Compliance Trend
         * @description Posture over time, a figure a day, added up over the systems seen; the rate is their mean.
         */
        get: operations["get_compliance_trend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Content
         * @description The rule packs that are installed.
         */
        get: operations["list_content"];
        put?: never;
        /**
         * Install Content
         * @description Install what was looked at, in place of the pack of the same name.
         */
        post: operations["install_content"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/content/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Content
         * @description Upload a Sigma file or release archive (the body, as it is) and have it looked at. Installs nothing.
         */
        post: operations["preview_content"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/content/previews/{preview_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Content Preview
         * @description What the upload holds, as far as it is known.
         */
        get: operations["get_content_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/content/{pack}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Content
         * @description Take a pack and its rules out.
         */
        delete: operations["remove_content"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Coverage
         * @description Every ATT&CK technique: whether a rule fired for it, could fire, is not fed by any source, or does not exist.
         */
        get: operations["get_coverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Feeds
         * @description Which rules can never fire, because nothing delivers their log source or a field they need.
         */
        get: operations["get_feeds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage/navigator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Navigator Layer
         * @description The coverage as an ATT&CK Navigator layer, format 4.5.
         */
        get: operations["export_navigator_layer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Data Approvals
         * @description Requests the caller's units own or made, newest first.
         */
        get: operations["list_data_approvals"];
        put?: never;
        /**
         * Ask Data Approval
         * @description Ask for a data set: for whom, what for, which fields, until when.
         */
        post: operations["ask_data_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-approvals/{approval_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Data Approval
         * @description One request with everything that was decided about it.
         */
        get: operations["get_data_approval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-approvals/{approval_id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Data Approval
         * @description Approve or refuse. Who asked cannot; detectors judge by it from the next second on.
         */
        post: operations["decide_data_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-approvals/{approval_id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke Data Approval
         * @description End an approval before its time; what happened until now stays approved.
         */
        post: operations["revoke_data_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/discoveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Discoveries
         * @description What is seen and not registered, registered and not seen, or different; latest seen first.
         */
        get: operations["list_discoveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/discoveries/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Discoveries
         * @description Make the register say what was seen: add the machine, service or conduit, change the version or address, or take
         *     out the machine that vanished.
         */
        post: operations["accept_discoveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/discoveries/ignore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ignore Discoveries
         * @description Leave the register as it is, for a reason, until an end or until more is seen.
         */
        post: operations["ignore_discoveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/discoveries/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen Discoveries
         * @description Take back that they are ignored.
         */
        post: operations["reopen_discoveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Drills
         * @description Drills of the caller's units, newest first.
         */
        get: operations["list_drills"];
        put?: never;
        /**
         * Plan Drill
         * @description Plan a drill. Nothing happens before it is begun.
         */
        post: operations["plan_drill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drills/{drill_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Drill
         * @description One drill with its score sheet.
         */
        get: operations["get_drill"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drills/{drill_id}/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin Drill
         * @description Give the signal: a rehearsal is worked out at once, an exercise runs its playbook against the test estate.
         */
        post: operations["begin_drill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drills/{drill_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Drill
         * @description Call it off; a run that is under way stops before its next step.
         */
        post: operations["cancel_drill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drills/{drill_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Note Drill
         * @description Write down what was seen, and which incident the exercise raised, before it is over.
         */
        put: operations["note_drill"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drills/{drill_id}/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Drill Record
         * @description The record of a drill that is over, as its papers name it by digest.
         */
        get: operations["get_drill_record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Duty
         * @description Who is on duty now and in the days ahead, when too few are, and what the mode asks for.
         */
        get: operations["get_duty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/mode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Mode
         * @description Switch the whole district to another mode; only somebody of the district may.
         */
        put: operations["set_mode"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/shifts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Shift
         * @description Put a person on the roster.
         */
        post: operations["add_shift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/shifts/{shift_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Shift
         * @description Take a shift off the roster.
         */
        delete: operations["remove_shift"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/zero-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Zero Reports
         * @description Zero reports of the caller's units that were due in the last week, or are.
         */
        get: operations["list_zero_reports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duty/zero-reports/{unit_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give Zero Report
         * @description Say what happened in a unit in the hours the report is about, or that nothing did.
         */
        post: operations["give_zero_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/effects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Effects
         * @description What playbooks changed at targets, newest first; with `in_force` only what still holds and can be taken back.
         */
        get: operations["list_effects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/effects/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End Effect
         * @description Have an effect taken back now; the platform does so within a second.
         */
        post: operations["end_effect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Entity
         * @description One entity under all its names: its alerts in numbers, how hot it is and why, its register record, its incidents.
         *
         *     An entity nobody has heard of is not an error: there is nothing about it.
         */
        get: operations["get_entity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Activity
         * @description How many alerts it had, hour by hour and by level.
         */
        get: operations["get_entity_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities/hot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Hot
         * @description Hosts, addresses, accounts, devices and data sets that are hottest now.
         */
        get: operations["list_hot_entities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities/peers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Peers
         * @description Whom it is seen with: what is in the same alerts.
         */
        get: operations["get_entity_peers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entities/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Timeline
         * @description Its alerts under all its names, newest first.
         */
        get: operations["get_entity_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search Events
         * @description Events that match, newest first unless asked otherwise. Long values are cut; raw records are read one by one.
         */
        get: operations["search_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check Query
         * @description Whether a query can be understood and, when not, at which character and what to do. Searches nothing.
         */
        get: operations["check_query"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Events
         * @description How many events match.
         */
        get: operations["count_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Events
         * @description All events that match, in order of time, streamed. Text that a spreadsheet would run is defused in CSV.
         *
         *     The export is an audit record. When it breaks off, the connection is closed without the end of the stream.
         */
        get: operations["export_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Fields
         * @description Field names for completion: the catalogue's, and those recent events within the caller's units carry.
         */
        get: operations["list_fields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Chart Events
         * @description How many events match in each interval. Without a time the range is that of the matching events.
         */
        get: operations["chart_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/top-values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Top Values
         * @description The most frequent values of a field among the events that match; a list counts each member.
         */
        get: operations["get_top_values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Event
         * @description One event, with every field whole.
         */
        get: operations["get_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event_id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Raw Record
         * @description The raw record an event was made from. Every read is an audit record.
         */
        get: operations["get_raw_record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Exceptions
         * @description Exceptions of the caller's units, newest first, with what each kept back.
         */
        get: operations["list_exceptions"];
        put?: never;
        /**
         * Add Exception
         * @description Keep an exception; it acts on alerts made from now on. A critical alert is never hidden.
         */
        post: operations["add_exception"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Exception
         * @description What it would have hidden of the alerts kept, attacks among them. Keeps nothing.
         */
        post: operations["preview_exception"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/{exception_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Exception
         * @description One exception.
         */
        get: operations["get_exception"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/{exception_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End Exception
         * @description Stop it from acting; what it hid stays listed.
         */
        post: operations["end_exception"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/{exception_id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extend Exception
         * @description Give it another end, also when it had expired.
         */
        post: operations["extend_exception"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/{exception_id}/hidden": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Hidden
         * @description The alerts it kept back, newest first.
         */
        get: operations["list_hidden_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Executions
         * @description Runs of the caller's units, newest first.
         */
        get: operations["list_executions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Execution
         * @description One run with its steps, questions and effects, as far as it has come.
         */
        get: operations["get_execution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{execution_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Execution
         * @description Stop it before its next step. What it did stays until its time, or until it is taken back.
         */
        post: operations["cancel_execution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Export Kinds
         * @description The exports there are.
         */
        get: operations["list_export_kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take Export
         * @description Take an export of what the caller's units show now.
         */
        get: operations["take_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exposure-paths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find Exposure Paths
         * @description The likeliest ways an attack could take to a data set, from the Internet, from suppliers, from offices.
         */
        get: operations["find_exposure_paths"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Health
         * @description Whether the process answers.
         */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Readiness
         * @description Whether the state can be read; 503 when not.
         */
        get: operations["get_readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Incidents
         * @description Incidents that concern the caller's units, most recently changed first. Times limit by when their events were.
         */
        get: operations["list_incidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/calibration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Calibration
         * @description From which score incidents are shown, and which days said so.
         */
        get: operations["get_incident_calibration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Incidents
         * @description How many incidents there are in each status.
         */
        get: operations["count_incidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/risks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Entity Risks
         * @description The hottest entities of incidents now (the figure of their own page), with what each incident has to do with it.
         */
        get: operations["list_entity_risks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/standing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Standing
         * @description Grade, data at risk and time to acknowledge of several incidents; those the caller does not see are left out.
         */
        get: operations["get_incident_standing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{incident_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Incident
         * @description One incident: its story, its steps, and every alert with the reason it belongs.
         */
        get: operations["get_incident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{incident_id}/attack-flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Attack Flow
         * @description The incident as a STIX 2.1 bundle with the Attack Flow extension; accounts are pseudonyms.
         */
        get: operations["get_incident_attack_flow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{incident_id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Incident
         * @description Give an incident a status. Over one that also concerns other units, somebody above all of them decides.
         */
        post: operations["decide_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{incident_id}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Graph
         * @description Who acted on whom, and what was seen there, with a place to draw each at. At most 150 nodes: siblings become one.
         */
        get: operations["get_incident_graph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{incident_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get History
         * @description Everything that happened to it: what the correlator did, and what people decided.
         */
        get: operations["get_incident_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{incident_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge Incidents
         * @description Make another incident part of this one. Taken back by splitting the same alerts off again.
         */
        post: operations["merge_incidents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{incident_id}/outlook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Outlook
         * @description What the attacker holds by the alerts of this incident, what could be done next with it, which data, services and
         *     devices are within reach, and the cheapest verified set of actions that keeps them out of reach.
         */
        get: operations["get_incident_outlook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{incident_id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Split Incident
         * @description Make some of its alerts (one, to detach it) an incident of their own, and answer with that one. Taken back by
         *     merging the two again.
         */
        post: operations["split_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{incident_id}/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Story
         * @description What happened, sentence by sentence, each with its evidence. Names from events are parts of their own.
         */
        get: operations["get_incident_story"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Indicator Feeds
         * @description Every source of indicators; feeds with how they fare.
         */
        get: operations["list_indicator_feeds"];
        put?: never;
        /**
         * Add Indicator Feed
         * @description Add a feed; it is polled right away.
         */
        post: operations["add_indicator_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-feeds/{feed_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Indicator Feed
         * @description Change a feed. Its secret stays when none is given.
         */
        put: operations["change_indicator_feed"];
        post?: never;
        /**
         * Remove Indicator Feed
         * @description Remove a feed nothing came from; one that spoke is paused instead, so that provenance stays.
         */
        delete: operations["remove_indicator_feed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-feeds/{feed_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Indicator Feed
         * @description Poll it no more; what it said stays.
         */
        post: operations["pause_indicator_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-feeds/{feed_id}/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Poll Indicator Feed
         * @description Poll it as soon as the platform gets to it, whatever its interval.
         */
        post: operations["poll_indicator_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-feeds/{feed_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Indicator Feed
         * @description Poll it again.
         */
        post: operations["resume_indicator_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-feeds/{feed_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Indicator Feed
         * @description Ask the feed what it has, taking nothing in.
         */
        post: operations["test_indicator_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-hunts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Indicator Hunts
         * @description The last hundred, latest first, with how far each has come.
         */
        get: operations["list_indicator_hunts"];
        put?: never;
        /**
         * Add Indicator Hunt
         * @description Look for indicators in a stretch of stored events. What was found before makes no second alert.
         */
        post: operations["add_indicator_hunt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-hunts/{number}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Indicator Hunt
         * @description Stop it; what it found stays.
         */
        post: operations["cancel_indicator_hunt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Indicator Imports
         * @description Imports and polls that brought something, latest first.
         */
        get: operations["list_indicator_imports"];
        put?: never;
        /**
         * Import Indicators
         * @description Take the document in. Doing it again changes nothing. New indicators are looked for in stored events as well.
         */
        post: operations["import_indicators"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Indicators
         * @description What an import of this document would do. Keeps nothing.
         */
        post: operations["preview_indicators"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicator-imports/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Indicator Import
         * @description One import with what of it could not be used, item by item.
         */
        get: operations["get_indicator_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Indicators
         * @description What is matched, and what is not and why; latest changed first.
         */
        get: operations["list_indicators"];
        put?: never;
        /**
         * Add Indicator
         * @description Add one by hand. It is looked for in new events, and in those stored already.
         */
        post: operations["add_indicator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Warning Lists
         * @description What is never matched unless somebody overrules it: the shipped lists, and the district's own.
         */
        get: operations["list_warning_lists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators/own-values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Own Value
         * @description Put an address, a name or a value on the district's own list; what it holds is no longer matched.
         */
        post: operations["add_own_value"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators/own-values/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove Own Value
         * @description Take it off again; indicators it held are matched from then on.
         */
        post: operations["remove_own_value"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Summarise Indicators
         * @description How many there are, and what events are matched with at the moment.
         */
        get: operations["summarise_indicators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Indicator
         * @description One with all that is said about it and where it was seen.
         */
        get: operations["get_indicator"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators/{number}/override": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Override Warning
         * @description Match it although a warning list holds it. Needs a reason.
         */
        post: operations["override_warning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators/{number}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Indicator
         * @description Take a withdrawal by hand back.
         */
        post: operations["restore_indicator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators/{number}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke Indicator
         * @description Match it no more, whatever its sources say.
         */
        post: operations["revoke_indicator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Inventory
         * @description The kinds of records with their fields and how many there are, and the forms of files that can be imported.
         */
        get: operations["get_inventory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Inventory
         * @description The register within the caller's units as one file, which can be imported again; or an empty form to fill in.
         */
        get: operations["export_inventory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Inventory
         * @description Upload a file and take it in; what is rejected is left out. With `expect`, exactly as it was previewed or not at all.
         */
        post: operations["import_inventory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Inventory
         * @description Upload a file (the body, as it is) and see what it would change. Keeps nothing.
         */
        post: operations["preview_inventory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Record
         * @description One record, and those that name it.
         */
        get: operations["get_record"];
        /**
         * Put Record
         * @description Add a record, or set some fields of one that is there.
         */
        put: operations["put_record"];
        post?: never;
        /**
         * Remove Record
         * @description Take a record out, with those that say nothing without it (an asset's services, a zone's conduits).
         */
        delete: operations["remove_record"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inventory/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Records
         * @description Records of a kind within the caller's units, by id.
         */
        get: operations["list_records"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kept-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Kept Reports
         * @description Reports that made themselves, newest first; those the caller may see.
         */
        get: operations["list_kept_reports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kept-reports/{report_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Kept Report
         * @description The file as it was made; with its signature in one archive when it was signed.
         */
        get: operations["get_kept_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Notices
         * @description Notices from and to the caller's units, newest first. A draft is seen by its issuer's side only.
         */
        get: operations["list_notices"];
        put?: never;
        /**
         * Draft Notices
         * @description Draft the same notice to each of these units. Nobody there sees it before it is issued.
         */
        post: operations["draft_notices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/scores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Scores
         * @description How well units answer their notices and give their zero reports, the worst first.
         */
        get: operations["get_notice_scores"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Notice
         * @description One notice with its history.
         */
        get: operations["get_notice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive Notice
         * @description Close an accepted notice.
         */
        post: operations["archive_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer Notice
         * @description Report what was found and done.
         */
        post: operations["answer_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}/handle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Handle Notice
         * @description Begin to handle what it asks for.
         */
        post: operations["handle_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}/issue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue Notice
         * @description Send it to its unit; the deadlines begin to run.
         */
        post: operations["issue_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review Notice
         * @description Accept the unit's answer, or return it with what is missing.
         */
        post: operations["review_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Notice
         * @description Sign for it, as the unit it is addressed to.
         */
        post: operations["sign_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw Notice
         * @description Take it back, with a reason.
         */
        post: operations["withdraw_notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oidc/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Begin
         * @description Go to the identity provider. 404 when none is configured.
         */
        get: operations["begin_oidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Callback
         * @description Come back from the identity provider; leads on to the console, signed in.
         */
        get: operations["finish_oidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openc2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send
         * @description Run a command of the Stateless Packet Filtering profile. The same request_id again tells how far it is.
         *
         *     The answer is 200 whenever OpenC2 answers; whether the command succeeded is its own `status`.
         */
        post: operations["send_openc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Overview
         * @description What there is now within the caller's units: counts, newest incidents, sources, and the journey's rates.
         */
        get: operations["get_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packets/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Extract Packets
         * @description Packets of an event's or an alert's conversation, as far as sensors within the caller's units keep them. Every
         *     extraction is an audit record.
         */
        get: operations["extract_packets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packets/dissection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Dissect Packets
         * @description The same packets as tshark understands them, every field. Runs within limits; every use is an audit record.
         */
        get: operations["dissect_packets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packets/kept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Packets Kept
         * @description Whether there may be packets of an event or an alert to be had. Reads none of them.
         */
        get: operations["packets_kept"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbook-drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Drafts
         * @description Drafts of the caller's units, the latest change first.
         */
        get: operations["list_playbook_drafts"];
        put?: never;
        /**
         * Begin Draft
         * @description Begin from nothing, from a stored playbook, or from a document that need not be right yet.
         */
        post: operations["begin_playbook_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbook-drafts/forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Forms
         * @description What an editor asks for: the properties of every type, and what the platform's actuators can be told.
         */
        get: operations["get_playbook_forms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbook-drafts/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read Text
         * @description JSON or YAML as a document. Keeps nothing.
         */
        post: operations["read_playbook_text"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbook-drafts/{draft_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Draft
         * @description A draft with its mistakes, and the stored version to compare with.
         */
        get: operations["get_playbook_draft"];
        /**
         * Change Draft
         * @description Keep a draft as it is now, right or not. Refused when somebody else changed it since it was read.
         */
        put: operations["change_playbook_draft"];
        post?: never;
        /**
         * Discard Draft
         * @description Throw a draft away.
         */
        delete: operations["discard_playbook_draft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbook-drafts/{draft_id}/publication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish Draft
         * @description Make it the version in force; earlier versions stay. Refused with every mistake it has.
         */
        post: operations["publish_playbook_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbook-drafts/{draft_id}/rehearsals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rehearse Draft
         * @description A dry run of the draft as it is kept. Nothing happens.
         */
        post: operations["rehearse_playbook_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Playbooks
         * @description The library, and what the caller's units imported.
         */
        get: operations["list_playbooks"];
        put?: never;
        /**
         * Import Playbook
         * @description Keep a CACAO 2.0 playbook; a newer version takes the place of an older one. Refused with every mistake it has.
         */
        post: operations["import_playbook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbooks/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Playbook
         * @description What is wrong with a document, all of it. Keeps nothing.
         */
        post: operations["check_playbook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbooks/ranked/{incident_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rank Playbooks
         * @description Playbooks that answer an incident, the most fitting first, each with the reasons that make up its score.
         */
        get: operations["rank_playbooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbooks/{playbook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Playbook
         * @description One playbook with its document and problems.
         */
        get: operations["get_playbook"];
        put?: never;
        post?: never;
        /**
         * Remove Playbook
         * @description Forget an imported playbook. Runs under way go on.
         */
        delete: operations["remove_playbook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbooks/{playbook_id}/auto": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Auto
         * @description Whether it begins by itself. What it does to targets is still asked about.
         */
        post: operations["set_playbook_auto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbooks/{playbook_id}/inputs/{incident_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Suggest Inputs
         * @description What the incident would give this playbook to work with.
         */
        get: operations["suggest_playbook_inputs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbooks/{playbook_id}/rehearsals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rehearse Playbook
         * @description A dry run: exactly what would happen, with whose agreement. Nothing happens.
         */
        post: operations["rehearse_playbook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbooks/{playbook_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Playbook
         * @description Ask for a run; the platform begins it within a second.
         */
        post: operations["run_playbook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbooks/{playbook_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description Every text it had here, the latest first; runs keep following the one they began with.
         */
        get: operations["list_playbook_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playbooks/{playbook_id}/versions/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Version
         * @description One of its texts.
         */
        get: operations["get_playbook_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Data Sets
         * @description Every data set of the caller's units, those with alerts first: ten phases, approvals, the level of its assessment.
         */
        get: operations["list_data_sets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-data/{data_set}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Data Set
         * @description One data set with every control of its life and what answers it.
         */
        get: operations["get_data_set"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-data/{data_set}/accesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Data Accesses
         * @description Who got at it, newest first, as audit trails tell.
         */
        get: operations["list_data_accesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-data/{data_set}/assessment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Data Assessment
         * @description What the controls that are not met could do, how likely, and what to do first.
         */
        get: operations["get_data_assessment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-data/{data_set}/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put Data Catalogue
         * @description Say where a data set lies, which fields it has and which accounts keep it.
         */
        put: operations["put_data_catalogue"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-data/{data_set}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Data Document
         * @description Register a dated paper by its digest, for controls of a data set's life.
         */
        post: operations["add_data_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-data/{data_set}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Data Lineage
         * @description Who gave what to whom, under which approval; the last ninety days unless a range is given.
         */
        get: operations["get_data_lineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-data/{data_set}/lineage/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export Data Lineage
         * @description The lineage as a file. Taking it out is an audit record.
         */
        post: operations["export_data_lineage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-data/{data_set}/proofs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Destruction Proof
         * @description Register the certificate that data was destroyed, witnessed by another person.
         */
        post: operations["add_destruction_proof"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-data/{data_set}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Data Review
         * @description Record what an interview said, or confirm or correct what evidence says, of one control.
         */
        post: operations["add_data_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Quarantine
         * @description Records that could not be read, latest first, each with its beginning.
         */
        get: operations["list_quarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Quarantine
         * @description How many records could not be read, by source, unit and reason.
         */
        get: operations["count_quarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark Replayed
         * @description Say that records were read after all, for instance from a repaired copy of their input. All, or none.
         */
        post: operations["mark_replayed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Purge Quarantine
         * @description Delete the caller's units' records held before a time. Totals stay.
         */
        post: operations["purge_quarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay Quarantine
         * @description Have records read again by the running platform, once its cause of refusal is mended. By ids: all, or none.
         */
        post: operations["replay_quarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{held_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Quarantined
         * @description One record with all that was kept of it. Every read is an audit record.
         */
        get: operations["get_quarantined"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Recovery
         * @description Every system of the caller's units: what its backups promise, what was measured, whether it can be relied on.
         */
        get: operations["get_recovery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recovery/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Recovery Order
         * @description In which order machines come back: foundations first, compromised machines held back until their incident is over.
         */
        get: operations["get_recovery_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/report-schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Report Schedules
         * @description Reports of the caller's units that make themselves, in the order they come.
         */
        get: operations["list_report_schedules"];
        put?: never;
        /**
         * Add Report Schedule
         * @description Let a report make itself from now on.
         */
        post: operations["add_report_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/report-schedules/{schedule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Report Schedule
         * @description Stop it; what it made stays.
         */
        delete: operations["remove_report_schedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/report-schedules/{schedule_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Report Schedule
         * @description Make it once now, beside its plan.
         */
        post: operations["run_report_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Report Kinds
         * @description The reports the caller may make.
         */
        get: operations["list_report_kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Make Report
         * @description Make a report of what the caller's units show now.
         */
        get: operations["make_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Risks
         * @description The matrix, and the risks of it that are asked for, highest first.
         */
        get: operations["list_risks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risks/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Risk Trend
         * @description Risks by grade over time, a figure a day, added up over what the caller sees.
         */
        get: operations["get_risk_trend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risks/{risk_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Risk
         * @description One risk: every figure with its causes, what the threat would use, how it went.
         */
        get: operations["get_risk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risks/{risk_id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve Risk Acceptance
         * @description Approve that a risk is accepted until the day it names. Not by who asked for it.
         */
        post: operations["approve_risk_acceptance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risks/{risk_id}/treatment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Risk Treatment
         * @description Decide who does what about a risk by when. An acceptance counts once somebody else has approved it.
         */
        put: operations["set_risk_treatment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roles
         * @description Every role with what it may do, in both languages.
         */
        get: operations["list_roles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Rules
         * @description Every document of the loaded rule files.
         */
        get: operations["list_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reload Rules
         * @description Ask the running platform to read the rule files again, now.
         */
        post: operations["reload_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Rule Set
         * @description The rules in use together: how many, in which version, and whether changed files are being taken in.
         */
        get: operations["get_rule_set"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/texts/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Rule Text
         * @description The text a rule had when an alert was made, by the version the alert carries.
         */
        get: operations["get_rule_text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Rule
         * @description One rule with its text and, when it is not active, everything that is wrong with it.
         */
        get: operations["get_rule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{key}/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Rule Cases
         * @description Run the cases that lie beside the rule's file, now.
         */
        get: operations["run_rule_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{key}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Explain Rule
         * @description Why a rule matches an event, or which test failed first. Stores nothing.
         */
        post: operations["explain_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{key}/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch Rule Off
         * @description Switch an active rule off, with a reason; it gives no more alerts and feeds no correlation.
         */
        post: operations["switch_rule_off"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{key}/on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch Rule On
         * @description Switch a rule on again.
         */
        post: operations["switch_rule_on"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Samples
         * @description Samples drawn within the caller's units, newest first.
         */
        get: operations["list_samples"];
        put?: never;
        /**
         * Draw Sample
         * @description Draw items at random, by a seed that lets anybody draw them again.
         */
        post: operations["draw_sample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/samples/{sample_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Sample
         * @description A sample with the evidence of every item as it stands now, and the notes.
         */
        get: operations["get_sample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/samples/{sample_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take Sample
         * @description The working paper as a file. Taking it is an audit record with its digest.
         */
        get: operations["take_sample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/samples/{sample_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Audit Note
         * @description Note what was found about a drawn item. Notes are never changed, only added.
         */
        post: operations["add_audit_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Session
         * @description Who is signed in, with what rights, and what they must do first.
         */
        get: operations["get_session"];
        put?: never;
        /**
         * Create Session
         * @description Sign in with name and password, and a code where the account has a second factor.
         *
         *     `sign_in.code_needed` means the password is right and a code is needed: ask for it and send all three.
         */
        post: operations["sign_in"];
        /**
         * Delete Session
         * @description Sign out. Called with an API token it does nothing.
         */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Methods
         * @description How one can sign in here.
         */
        get: operations["get_sign_in_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Settings
         * @description The settings in force and where each comes from, secrets masked.
         */
        get: operations["get_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/situation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Situation
         * @description The index of the district (or of the topmost unit the caller sees) with what it goes back to, and of every part.
         */
        get: operations["get_situation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/situation/formula": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Formula
         * @description The numbers the index is counted by; settings may overrule each.
         */
        get: operations["get_situation_formula"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/situation/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get History
         * @description The index of a subject, hour by hour.
         */
        get: operations["get_situation_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/situation/subjects/{kind}/{subject_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Subject
         * @description One unit, system or zone: its index with what it goes back to.
         */
        get: operations["get_situation_subject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/source-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Source History
         * @description How a source fared, in buckets of five minutes, as far as the caller's units own its records. Kept for two weeks.
         */
        get: operations["get_source_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/source-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Source Kinds
         * @description What kinds of sources can be added, each with the settings it has.
         */
        get: operations["list_source_kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sources
         * @description Every source within the caller's units: what it delivered, what it could not, how far it is behind.
         */
        get: operations["list_sources"];
        put?: never;
        /**
         * Add Source
         * @description Add a source; the running platform reads it within seconds.
         */
        post: operations["add_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test Source
         * @description Read the beginning of a source, or listen at its address for some seconds: three parsed events and every problem.
         *     Nothing is stored.
         */
        post: operations["test_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Source
         * @description One source, by unit, with what could not be read and why. The name of a replayed file may contain slashes.
         */
        get: operations["get_source"];
        /**
         * Change Source
         * @description Change a source that was added while running. What was received under the old settings is kept under them.
         */
        put: operations["change_source"];
        post?: never;
        /**
         * Remove Source
         * @description Forget its settings; what it delivered stays, and so do its counters.
         */
        delete: operations["remove_source"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Source
         * @description Read it no more. What has arrived is still stored.
         */
        post: operations["pause_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Source
         * @description Read it again, from where it was left.
         */
        post: operations["resume_source"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow
         * @description Follow new alerts, changes of incidents and the sources' counters, within the caller's units and permissions.
         *
         *     Reconnecting with Last-Event-ID goes on where the connection broke. `reset` means too much was missed.
         */
        get: operations["follow_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suppliers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Suppliers
         * @description Suppliers of the caller's units, with known weaknesses of what they supply.
         */
        get: operations["list_suppliers"];
        put?: never;
        /**
         * Add Supplier
         * @description Register a supplier.
         */
        post: operations["add_supplier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suppliers/{supplier_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Supplier
         * @description One supplier.
         */
        get: operations["get_supplier"];
        /**
         * Put Supplier
         * @description Replace what is known of a supplier.
         */
        put: operations["put_supplier"];
        post?: never;
        /**
         * Withdraw Supplier
         * @description It supplies nothing any more; what was recorded stays in the audit trail.
         */
        delete: operations["withdraw_supplier"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suppliers/{supplier_id}/components": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload Components
         * @description Replace the list of components of a product by a CycloneDX file (the body, as it is).
         */
        post: operations["upload_components"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tokens
         * @description One's own tokens, newest first, ended ones too.
         */
        get: operations["list_own_tokens"];
        put?: never;
        /**
         * Add Token
         * @description A token with some of one's own permissions, for a program, until a day.
         */
        post: operations["add_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Token
         * @description Revoke one's own token; twice is harmless.
         */
        delete: operations["revoke_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tuning/noisy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Noisy Rules
         * @description Rules by what they cost: those with the most alerts that were dismissed, or that nobody has had time for, first.
         */
        get: operations["list_noisy_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tuning/{rule_id}/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Propose Filters
         * @description Filters that hide what was dismissed, found in what those alerts have in common, and tried on those confirmed.
         */
        get: operations["propose_filters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Units
         * @description The caller's part of the tree.
         */
        get: operations["list_units"];
        put?: never;
        /**
         * Add Unit
         * @description A new unit below one of the caller's.
         */
        post: operations["add_unit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Unit Names
         * @description What the units are called whose ids stand in other answers; for keeping while a page is open.
         */
        get: operations["get_unit_names"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{unit_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Unit
         * @description One unit.
         */
        get: operations["get_unit"];
        put?: never;
        post?: never;
        /**
         * Remove Unit
         * @description Take a unit that owns nothing any more out of the register.
         */
        delete: operations["remove_unit"];
        options?: never;
        head?: never;
        /**
         * Change Unit
         * @description Rename a unit, or put it with everything below it under another one.
         */
        patch: operations["change_unit"];
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Views
         * @description One's own saved views, by page and name.
         */
        get: operations["list_views"];
        put?: never;
        /**
         * Add View
         * @description Keep a search under a name. Opening it later asks again, with what its owner may see then.
         */
        post: operations["add_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{view_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change View
         * @description Give one's own view another name or another search.
         */
        put: operations["change_view"];
        post?: never;
        /**
         * Remove View
         * @description Delete one's own view.
         */
        delete: operations["remove_view"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AccessModel */
        AccessModel: {
            /** Account */
            account: string;
            /**
             * Bastion
             * @default false
             */
            bastion?: boolean;
            /**
             * Second Factor
             * @default false
             */
            second_factor?: boolean;
            /**
             * Target
             * @default
             */
            target?: string;
            /**
             * Until
             * @default
             * @example 2026-11-23
             */
            until?: string;
        };
        /** AccountAdd */
        AccountAdd: {
            /**
             * Display Name
             * @example 李娜
             */
            display_name: string;
            /**
             * Language
             * @default zh-CN
             * @enum {string}
             */
            language?: "zh-CN" | "en";
            /**
             * Name
             * @description To sign in with; never changes
             * @example li.na
             */
            name: string;
            /**
             * Unit
             * @example district
             */
            unit: string;
        };
        /** AccountAdded */
        AccountAdded: {
            account: components["schemas"]["AccountRead"];
            /**
             * Password
             * @description One-time first password; shown only now
             */
            password: string;
        };
        /** AccountChange */
        AccountChange: {
            /** Disabled */
            disabled?: boolean | null;
            /** Display Name */
            display_name?: string | null;
            /** Language */
            language?: ("zh-CN" | "en") | null;
            /** Unit */
            unit?: string | null;
        };
        /** AccountPage */
        AccountPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["AccountRead"][];
        };
        /**
         * AccountRead
         * @description Its ETag is its version.
         */
        AccountRead: {
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Disabled */
            disabled: boolean;
            /** Display Name */
            display_name: string;
            /**
             * External
             * @description Whether the account signs in at an identity provider
             */
            external: boolean;
            /** Id */
            id: string;
            /**
             * Language
             * @enum {string}
             */
            language: "zh-CN" | "en";
            /** Last Sign In */
            last_sign_in: string | null;
            /** Locked Until */
            locked_until: string | null;
            /** Must Change Password */
            must_change_password: boolean;
            /** Name */
            name: string;
            /** Password Set */
            password_set: string | null;
            /** Roles */
            roles: components["schemas"]["Role"][];
            /** Second Factor */
            second_factor: boolean;
            /** Unit */
            unit: string;
            /**
             * Updated
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            updated: string;
            /** Version */
            version: number;
        };
        /** AccountTokenRead */
        AccountTokenRead: {
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /**
             * Expires
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            expires: string;
            /** Id */
            id: string;
            /** Last Address */
            last_address: string;
            /** Last Used */
            last_used: string | null;
            /** Name */
            name: string;
            /** Permissions */
            permissions: string[];
            /** Revoked */
            revoked: string | null;
            /** Unit */
            unit: string;
        };
        /** AccountTokens */
        AccountTokens: {
            /** Items */
            items: components["schemas"]["AccountTokenRead"][];
        };
        /** ActRead */
        ActRead: {
            /**
             * Cost
             * @description Work and who depends on it; orders actions, is no money
             */
            cost: number;
            /**
             * Detail
             * @description The service of a flow
             * @example tcp/443
             */
            detail: string | null;
            kind: components["schemas"]["ActionKind"];
            /** Kind Text */
            kind_text: string;
            /** Kind Zh */
            kind_zh: string;
            /**
             * Proposal
             * @description Of control or things: a person of the process decides, always
             */
            proposal: boolean;
            side_effects: components["schemas"]["SideEffectsRead"];
            target: components["schemas"]["NamedRead"];
        };
        /**
         * Action
         * @enum {string}
         */
        Action: "added" | "changed" | "unchanged" | "closed";
        /**
         * ActionKind
         * @enum {string}
         */
        ActionKind: "block_flow" | "revoke_session" | "disable_account" | "isolate_host" | "remove_right" | "suspend_sharing" | "close_weakness" | "pull_device";
        /** Activity */
        Activity: {
            /**
             * Items
             * @description Oldest first; hours without alerts are not there
             */
            items: components["schemas"]["ActivityHour"][];
        };
        /** ActivityHour */
        ActivityHour: {
            /** Levels */
            levels: {
                [key: string]: number;
            };
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /**
         * ActivityRead
         * @description What the rule did on events of the caller's units, by event time. Hits are matches: those that feed a correlation or
         *     were hidden give no alert.
         */
        ActivityRead: {
            /** Alerts */
            alerts: number;
            /**
             * Day
             * @description Hits of the last 24 hours
             */
            day: number;
            /**
             * Decided
             * @description Alerts somebody judged
             */
            decided: number;
            /**
             * Dismissed
             * @description Of those, judged false positive or benign
             */
            dismissed: number;
            /**
             * Hidden
             * @description Alerts an exception kept back
             */
            hidden: number;
            /** Hits */
            hits: number;
            /**
             * Last
             * @description Time of the newest hit
             */
            last: string | null;
            /**
             * Month
             * @description Hits of the last 30 days
             */
            month: number;
            /**
             * Noise
             * @description dismissed / decided; null before anybody judged one
             */
            noise: number | null;
            /**
             * Week
             * @description Hits of the last 7 days
             */
            week: number;
        };
        /** Affected */
        Affected: {
            /** Blocks */
            blocks: boolean;
            /** Kind */
            kind: string;
            /** Value */
            value: string;
        };
        /** AlertChangeRead */
        AlertChangeRead: {
            /** Actor */
            actor: string;
            /** Note */
            note: string;
            status: components["schemas"]["AlertStatus"];
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            verdict: components["schemas"]["AlertVerdict"] | null;
        };
        /** AlertCounts */
        AlertCounts: {
            /**
             * Levels
             * @description Every level, worst last
             */
            levels: components["schemas"]["LevelCount"][];
            /**
             * Rules
             * @description The fifty that spoke most often
             */
            rules: components["schemas"]["RuleCount"][];
            /** Statuses */
            statuses: components["schemas"]["StatusCount"][];
            /** Total */
            total: number;
        };
        /** AlertDecision */
        AlertDecision: {
            /**
             * Note
             * @description Needed for a false positive
             * @default
             */
            note?: string;
            status: components["schemas"]["AlertStatus"];
            /** @description Needed for closing */
            verdict?: components["schemas"]["AlertVerdict"] | null;
        };
        /**
         * AlertDecisions
         * @description One decision about several alerts, carried out for all or for none.
         */
        AlertDecisions: {
            /** Alerts */
            alerts: string[];
            /** @description The status all of them have now, as the caller saw it */
            expected: components["schemas"]["AlertStatus"];
            /**
             * Note
             * @description Needed for a false positive
             * @default
             */
            note?: string;
            status: components["schemas"]["AlertStatus"];
            /** @description Needed for closing */
            verdict?: components["schemas"]["AlertVerdict"] | null;
        };
        /** AlertDetail */
        AlertDetail: {
            /**
             * Changed
             * @description When somebody last decided about it
             */
            changed: string | null;
            /** Changed By */
            changed_by: string | null;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Entities */
            entities: components["schemas"]["EntityRead"][];
            /** Event Count */
            event_count: number;
            /**
             * Event Ids
             * @description The events it was found in, at most a thousand
             */
            event_ids: string[];
            /**
             * First Time
             * Format: date-time
             * @description Of the earliest event in it
             * @example 2026-11-22T08:01:02.000003Z
             */
            first_time: string;
            /** Id */
            id: string;
            /**
             * Incidents
             * @description The incidents it belongs to
             */
            incidents: components["schemas"]["AlertIncident"][];
            /**
             * Matched
             * @description Fields and values that satisfied the rule; never to be shown as markup
             */
            matched: {
                [key: string]: unknown;
            };
            /** Note */
            note: string;
            rule: components["schemas"]["RuleNamed"];
            /**
             * Rule Changed
             * @description Whether the loaded rule is another than the one that spoke; null when not known
             */
            rule_changed: boolean | null;
            /**
             * Rule Key
             * @description Of the loaded rule; null when it is loaded no more, or not for the caller
             */
            rule_key: string | null;
            /**
             * Rule Set
             * @description Version of all the rules that were loaded then
             */
            rule_set: string | null;
            /**
             * Rule Text
             * @description The rule as it was when it spoke, YAML; null when it is not kept, or not for the caller
             */
            rule_text: string | null;
            /** Source */
            source: string;
            status: components["schemas"]["AlertStatus"];
            /** Summary */
            summary: string;
            /** Tactics */
            tactics: components["schemas"]["TacticRead"][];
            /** Tags */
            tags: string[];
            /** Techniques */
            techniques: components["schemas"]["TechniqueRead"][];
            /**
             * Time
             * Format: date-time
             * @description Of the event that completed the match
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Unit */
            unit: string;
            verdict: components["schemas"]["AlertVerdict"] | null;
        };
        /**
         * AlertGroup
         * @description Alerts of one rule about one entity. List them with `rule` and `principal`.
         */
        AlertGroup: {
            /** Alerts */
            alerts: number;
            /**
             * First Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            first_time: string;
            /**
             * Last Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last_time: string;
            /** @description The highest of its alerts */
            level: components["schemas"]["Level"];
            /** Level Zh */
            level_zh: string;
            /**
             * Open
             * @description Of those, how many nobody has decided about
             */
            open: number;
            /** @description Null when they are about no entity */
            principal: components["schemas"]["PrincipalRead"] | null;
            /** Rule */
            rule: string;
            /** Title */
            title: string | null;
            /** Title Zh */
            title_zh: string | null;
        };
        /** AlertGroups */
        AlertGroups: {
            /**
             * Items
             * @description Highest level first, then newest
             */
            items: components["schemas"]["AlertGroup"][];
            /**
             * More
             * @description Whether there are more groups than these
             */
            more: boolean;
        };
        /** AlertHistory */
        AlertHistory: {
            /**
             * Items
             * @description Oldest first
             */
            items: components["schemas"]["AlertChangeRead"][];
        };
        /** AlertIncident */
        AlertIncident: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
        };
        /** AlertPage */
        AlertPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["AlertRead"][];
        };
        /** AlertRead */
        AlertRead: {
            /**
             * Changed
             * @description When somebody last decided about it
             */
            changed: string | null;
            /** Changed By */
            changed_by: string | null;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Entities */
            entities: components["schemas"]["EntityRead"][];
            /** Event Count */
            event_count: number;
            /**
             * First Time
             * Format: date-time
             * @description Of the earliest event in it
             * @example 2026-11-22T08:01:02.000003Z
             */
            first_time: string;
            /** Id */
            id: string;
            /** Note */
            note: string;
            rule: components["schemas"]["RuleNamed"];
            /** Source */
            source: string;
            status: components["schemas"]["AlertStatus"];
            /** Summary */
            summary: string;
            /** Tactics */
            tactics: components["schemas"]["TacticRead"][];
            /** Techniques */
            techniques: components["schemas"]["TechniqueRead"][];
            /**
             * Time
             * Format: date-time
             * @description Of the event that completed the match
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Unit */
            unit: string;
            verdict: components["schemas"]["AlertVerdict"] | null;
        };
        /**
         * AlertStatus
         * @enum {string}
         */
        AlertStatus: "open" | "acknowledged" | "closed";
        /**
         * AlertVerdict
         * @description What it turned out to be. benign: real activity, correctly reported, and allowed; false_positive: the rule is wrong.
         * @enum {string}
         */
        AlertVerdict: "true_positive" | "benign" | "false_positive";
        /** AlertsDecided */
        AlertsDecided: {
            /** Decided */
            decided: number;
        };
        /**
         * AnswerRead
         * @description reason: in both languages. lost: sources that no longer deliver. A query with start and end opens the events.
         */
        AnswerRead: {
            /** Basis */
            basis: string;
            /** Count */
            count: number;
            /** En */
            en: string;
            /**
             * End
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            end: string;
            /** Event Ids */
            event_ids: string[];
            /** Lost */
            lost: string[];
            /** Query */
            query: string;
            /** Reason En */
            reason_en: string;
            /** Reason Zh */
            reason_zh: string;
            /** Rule */
            rule: string;
            /** Sources */
            sources: string[];
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
            /** Threshold */
            threshold: string;
            verdict: components["schemas"]["Verdict"];
            /** Zh */
            zh: string;
        };
        /**
         * ApprovalDecision
         * @description granted: yes or no; of a manual step, whether it was done; of an uncertain effect, whether it had happened.
         */
        ApprovalDecision: {
            /** Answers */
            answers?: {
                [key: string]: string;
            };
            /**
             * Comment
             * @description A refusal needs one
             * @default
             */
            comment?: string;
            /** Granted */
            granted: boolean;
        };
        /**
         * ApprovalKind
         * @description approval: may this happen. manual: do this and say what came out. uncertain: look whether this happened.
         * @enum {string}
         */
        ApprovalKind: "approval" | "manual" | "uncertain";
        /** ApprovalPage */
        ApprovalPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["ApprovalRead"][];
        };
        /**
         * ApprovalRead
         * @description touches: the blast radius. needed: how many persons have to agree. expected: variables a manual step asks for.
         */
        ApprovalRead: {
            /** Answers */
            answers: {
                [key: string]: string;
            };
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Decisions */
            decisions: components["schemas"]["DecisionRead"][];
            /** Execution */
            execution: string;
            /** Expected */
            expected: string[];
            /**
             * Expires
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            expires: string;
            /** Id */
            id: string;
            kind: components["schemas"]["ApprovalKind"];
            /** Needed */
            needed: number;
            /** Requested By */
            requested_by: string;
            status: components["schemas"]["ApprovalStatus"];
            /** Step */
            step: string;
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
            /** Touches */
            touches: components["schemas"]["Affected"][];
            /** Unit */
            unit: string;
            /** Why */
            why: components["schemas"]["WhyAsked"][];
        };
        /**
         * ApprovalStatus
         * @enum {string}
         */
        ApprovalStatus: "open" | "granted" | "refused" | "expired" | "cancelled";
        /** ArtefactRead */
        ArtefactRead: {
            /** Dated */
            dated: string | null;
            /** Document */
            document: string | null;
            /** En */
            en: string;
            /** Excepted */
            excepted: string;
            /** Fault */
            fault: ("missing" | "before_project" | "before_its_ground" | "after_its_gate" | "registered_late" | "in_the_future" | "expired" | "no_digest") | null;
            /** Id */
            id: string;
            /** Zh */
            zh: string;
        };
        /** AssessedFactor */
        AssessedFactor: {
            /** Id */
            id: string;
            /** Points */
            points: number;
            /** Value */
            value: string;
        };
        /** AssessedLevel */
        AssessedLevel: {
            /** En */
            en: string;
            /** Id */
            id: string;
            /** Risks */
            risks: number;
            /** Zh */
            zh: string;
        };
        /** AssessedRisk */
        AssessedRisk: {
            /** Alert Ids */
            alert_ids: string[];
            /** Alerts */
            alerts: number;
            /** Control */
            control: string;
            /** Degree */
            degree: number;
            /**
             * Domain
             * @enum {string}
             */
            domain: "management" | "handling" | "technology" | "personal";
            /** En */
            en: string;
            /** Harm */
            harm: string;
            /** Harm En */
            harm_en: string;
            /** Harm Zh */
            harm_zh: string;
            /** Level */
            level: string;
            /** Level En */
            level_en: string;
            /** Level Zh */
            level_zh: string;
            /** Likelihood */
            likelihood: number;
            /** Measure En */
            measure_en: string;
            /** Measure Zh */
            measure_zh: string;
            phase: components["schemas"]["LifePhase"];
            /** Phase Zh */
            phase_zh: string;
            /** Reasons En */
            reasons_en: string[];
            /** Reasons Zh */
            reasons_zh: string[];
            verdict: components["schemas"]["Verdict"];
            /** Zh */
            zh: string;
        };
        /**
         * AssessmentKind
         * @enum {string}
         */
        AssessmentKind: "own" | "commissioned" | "inspection";
        /**
         * AssessmentRead
         * @description index + the points of all costs and the rest = 100.
         */
        AssessmentRead: {
            /**
             * Band
             * @enum {string}
             */
            band: "calm" | "watch" | "strained" | "severe";
            /**
             * Change
             * @description Against the index `trend_hours` ago; null when it is not known
             */
            change: number | null;
            /**
             * Costs
             * @description Dearest first
             */
            costs: components["schemas"]["CostRead"][];
            /** Families */
            families: components["schemas"]["FamilyRead"][];
            /** Id */
            id: string;
            /** Index */
            index: number;
            /**
             * Key
             * @example unit:data-centre
             */
            key: string;
            kind: components["schemas"]["SubjectKind"];
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            rest: components["schemas"]["RestRead"];
            /**
             * Trend
             * @description Null when `change` is
             */
            trend: ("worsening" | "improving" | "steady") | null;
            /** Unit */
            unit: string;
        };
        /** AssetBrief */
        AssetBrief: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
        };
        /**
         * AttackFlow
         * @description A STIX 2.1 bundle.
         */
        AttackFlow: {
            /** Id */
            id: string;
            /** Objects */
            objects: {
                [key: string]: unknown;
            }[];
            /**
             * Type
             * @constant
             */
            type: "bundle";
        };
        /**
         * AttackerHolds
         * @description Something the attacker is taken to hold, and the alerts that say so.
         */
        AttackerHolds: {
            /** Alert Count */
            alert_count: number;
            /**
             * Alerts
             * @description The newest twenty
             */
            alerts: string[];
            /** Belief */
            belief: number;
            /**
             * Kind
             * @example foothold
             * @example admin
             * @example principal
             * @example control
             * @example read
             */
            kind: string;
            target: components["schemas"]["NamedRead"];
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
        };
        /** AuditHead */
        AuditHead: {
            /** Hash */
            hash: string;
            /**
             * Sequence
             * @description Number of records
             */
            sequence: number;
        };
        /** AuditNoteAdd */
        AuditNoteAdd: {
            /** Item */
            item: string;
            judgement: components["schemas"]["Judgement"];
            /** System */
            system: string;
            /** Text */
            text: string;
        };
        /** AuditNoteRead */
        AuditNoteRead: {
            judgement: components["schemas"]["Judgement"];
            /** Person */
            person: string;
            /** Text */
            text: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /** AuditPage */
        AuditPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["AuditRecordRead"][];
        };
        /** AuditRecordRead */
        AuditRecordRead: {
            /** Action */
            action: string;
            /** Actor */
            actor: string;
            /**
             * Actor Name
             * @description What the actor's account is shown as; null when it is none the caller may see
             */
            actor_name: string | null;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /**
             * Hash
             * @description SM3 of this record, hexadecimal
             */
            hash: string;
            /** Object */
            object: string;
            /**
             * Object Name
             * @description The same of the object, when that is an account
             */
            object_name: string | null;
            /**
             * Previous
             * @description SM3 of the record before, hexadecimal
             */
            previous: string;
            /** Sequence */
            sequence: number;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Unit */
            unit: string;
        };
        /** BacktestDay */
        BacktestDay: {
            /**
             * Day
             * @example 2026-11-22
             */
            day: string;
            /** Matches */
            matches: number;
        };
        /**
         * BacktestRead
         * @description A back-test as far as it has come. stopped: why not all events of the range were looked at.
         */
        BacktestRead: {
            /**
             * Cost Us
             * @description Microseconds the rule took per event
             */
            cost_us: number | null;
            /**
             * Days
             * @description Every day with a match
             */
            days: components["schemas"]["BacktestDay"][];
            /**
             * End
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            end: string;
            /** Events */
            events: number;
            /**
             * First
             * @description Time of the first event looked at
             */
            first: string | null;
            /**
             * Hidden
             * @description Matches that exceptions in force would keep back
             */
            hidden: number;
            /** Id */
            id: string;
            /** Last */
            last: string | null;
            /** Matches */
            matches: number;
            /** Problem */
            problem: string | null;
            /** Rule */
            rule: string | null;
            /** Samples */
            samples: components["schemas"]["BacktestSample"][];
            /** Seconds */
            seconds: number;
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
            state: components["schemas"]["JobState"];
            /**
             * Stopped
             * @example events
             * @example time
             * @example cancelled
             */
            stopped: string | null;
            /** Title */
            title: string | null;
            /**
             * Units
             * @description Matches by unit
             */
            units: {
                [key: string]: number;
            };
        };
        /** BacktestSample */
        BacktestSample: {
            /** Event */
            event: {
                [key: string]: unknown;
            };
            /** Event Id */
            event_id: string;
            /** Matched */
            matched: {
                [key: string]: unknown;
            };
            /** Rule */
            rule: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /**
         * BacktestStart
         * @description A loaded rule by its key, or a text; exactly one. end is exclusive.
         */
        BacktestStart: {
            /**
             * End
             * Format: date-time
             */
            end: string;
            /**
             * Max Events
             * @description Stops after so many events
             * @default 1000000
             */
            max_events?: number;
            /**
             * Max Seconds
             * @description Stops after so long
             * @default 60
             */
            max_seconds?: number;
            /**
             * Q
             * @description Only events this search finds
             * @default
             */
            q?: string;
            /**
             * Rule
             * @description Key of a loaded rule
             */
            rule?: string | null;
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Text
             * @description One or more Sigma documents as YAML
             */
            text?: string | null;
        };
        /**
         * BackupLook
         * @description part, parts: which share of the packs a check read; 0 of 0 for a look at the list.
         */
        BackupLook: {
            /**
             * Began
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            began: string;
            /** By */
            by: string;
            /**
             * Ended
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            ended: string;
            /** Id */
            id: string;
            kind: components["schemas"]["LookKind"];
            /** Newest */
            newest: string | null;
            outcome: components["schemas"]["LookOutcome"];
            /** Part */
            part: number;
            /** Parts */
            parts: number;
            /** Repository */
            repository: string;
            /** Said */
            said: string;
            /** Size Bytes */
            size_bytes: number;
            /** Snapshots */
            snapshots: number;
        };
        /** BackupLookAsk */
        BackupLookAsk: {
            kind: components["schemas"]["LookKind"];
        };
        /**
         * BackupLookAsked
         * @description Whether it was asked for; the platform looks when the look before is done.
         */
        BackupLookAsked: {
            kind: components["schemas"]["LookKind"];
            /** Repository */
            repository: string;
        };
        /** BackupLookPage */
        BackupLookPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["BackupLook"][];
        };
        /**
         * BackupPlanRead
         * @description newest, snapshots: of its own. longest_gap_s: between two of them; age_s: of the newest.
         */
        BackupPlanRead: {
            /** Age S */
            age_s: number | null;
            /** Assets */
            assets: string[];
            /**
             * Changed
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            changed: string;
            /** Changed By */
            changed_by: string;
            /** Host */
            host: string;
            /** Id */
            id: string;
            /** Include */
            include: string;
            lamp: components["schemas"]["Lamp"];
            /** Longest Gap S */
            longest_gap_s: number | null;
            /** Name */
            name: string;
            /** Newest */
            newest: string | null;
            /** Path */
            path: string;
            /** Probe */
            probe: string;
            /** Reasons */
            reasons: components["schemas"]["BackupReason"][];
            /** Repository */
            repository: string;
            /** Required */
            required: string[];
            restored: components["schemas"]["BackupRestored"] | null;
            /** Rpo Minutes */
            rpo_minutes: number;
            /** Rto Minutes */
            rto_minutes: number;
            /** Snapshots */
            snapshots: number;
            /** System */
            system: string;
            /** Tag */
            tag: string;
            /** Unit */
            unit: string;
        };
        /**
         * BackupPlanWrite
         * @description host, path, tag: which backups of the repository are meant; empty for any.
         */
        BackupPlanWrite: {
            /** Assets */
            assets?: string[];
            /**
             * Host
             * @default
             */
            host?: string;
            /**
             * Include
             * @description Drills restore only this path
             * @default
             */
            include?: string;
            /** Name */
            name: string;
            /**
             * Path
             * @default
             */
            path?: string;
            /**
             * Probe
             * @description A probe of the settings, by name
             * @default
             */
            probe?: string;
            /** Repository */
            repository: string;
            /**
             * Required
             * @description Paths a restore must bring back
             */
            required?: string[];
            /**
             * Rpo Minutes
             * @description Minutes
             * @default 1440
             */
            rpo_minutes?: number;
            /**
             * Rto Minutes
             * @description Minutes
             * @default 240
             */
            rto_minutes?: number;
            /** System */
            system: string;
            /**
             * Tag
             * @default
             */
            tag?: string;
        };
        /** BackupPlans */
        BackupPlans: {
            /** Items */
            items: components["schemas"]["BackupPlanRead"][];
        };
        /**
         * BackupReason
         * @description Why a lamp is not green. code: a slug; params: what fills its words.
         */
        BackupReason: {
            /** Code */
            code: string;
            lamp: components["schemas"]["Lamp"];
            /** Params */
            params: {
                [key: string]: string | number;
            };
        };
        /**
         * BackupRepository
         * @description location: null for somebody of another unit. state: ok, unknown, stale, or what the newest look found.
         */
        BackupRepository: {
            checked: components["schemas"]["BackupLook"] | null;
            lamp: components["schemas"]["Lamp"];
            listed: components["schemas"]["BackupLook"] | null;
            /** Location */
            location: string | null;
            /** Mine */
            mine: boolean;
            /** Name */
            name: string;
            /** Newest */
            newest: string | null;
            /** Reasons */
            reasons: components["schemas"]["BackupReason"][];
            /** Size Bytes */
            size_bytes: number | null;
            /** Snapshots */
            snapshots: number;
            /** State */
            state: string;
            /** Unit */
            unit: string;
        };
        /**
         * BackupRestored
         * @description The last drill that restored it. rto_s: until it was proved to work; rpo_s: age of the backup when it began.
         */
        BackupRestored: {
            /** Drill */
            drill: string;
            /**
             * Ended
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            ended: string;
            /** Files */
            files: number;
            /** Newest Data S */
            newest_data_s: number;
            /** Partial */
            partial: boolean;
            /** Passed */
            passed: boolean;
            /** Problems */
            problems: string[];
            /** Rpo S */
            rpo_s: number;
            /** Rto S */
            rto_s: number;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * Basis
         * @description Who says it: the person in charge, or the assessor's report.
         * @enum {string}
         */
        Basis: "reviewed" | "official";
        /** BlastRead */
        BlastRead: {
            /**
             * Data
             * @description The gravest first; 200 at most
             */
            data: components["schemas"]["DataAtRiskRead"][];
            /** Data Count */
            data_count: number;
            /**
             * Hidden
             * @description Of those above, how many belong to units the caller does not see
             */
            hidden: number;
            /**
             * Records
             * @description In the confirmed and likely rings
             */
            records: number;
            /** Rings */
            rings: components["schemas"]["RingCount"][];
            /**
             * Stopped
             * @description Services and devices that stop; 200 at most
             */
            stopped: components["schemas"]["StoppedRead"][];
            /** Stopped Count */
            stopped_count: number;
        };
        /** BoardRead */
        BoardRead: {
            /** Current */
            current: string;
            /** Exceptions */
            exceptions: components["schemas"]["GateExceptionRead"][];
            /** Gates */
            gates: components["schemas"]["GateRead"][];
            /** Go Live */
            go_live: components["schemas"]["Named"][];
            /** Lacking */
            lacking: string[];
            /** Promises */
            promises: components["schemas"]["PromiseRead"][];
            /** System */
            system: string;
            /** Verify */
            verify: string;
            /** Verify Zh */
            verify_zh: string;
        };
        /** BoughtModel */
        BoughtModel: {
            /**
             * Delivered
             * @default
             * @example 2026-11-23
             */
            delivered?: string;
            /** Name */
            name: string;
            /**
             * Source
             * @default
             */
            source?: string;
        };
        /** BucketRead */
        BucketRead: {
            /** Count */
            count: number;
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
        };
        /**
         * Cadence
         * @description brief: as often as the mode asks for a brief of the situation.
         * @enum {string}
         */
        Cadence: "brief" | "daily" | "weekly" | "monthly" | "yearly";
        /**
         * CalibrationRead
         * @description What the correlator learned of this site's quiet days. Without `made` the shipped figures are used.
         */
        CalibrationRead: {
            /**
             * Attacks
             * @description Confirmed incidents the confidence could be fitted to
             */
            attacks: number;
            /**
             * Escalate
             * @description The score from which incidents are shown; a mode may ask for a part of it
             */
            escalate: number;
            /**
             * Even
             * @description The score at which attack and noise are equally probable
             */
            even: number;
            /**
             * Fitted
             * @description Whether the confidence was fitted to this site
             */
            fitted: boolean;
            /**
             * Made
             * @description When it was measured last
             */
            made: string | null;
            /**
             * Noise
             * @description False incidents the confidence could be fitted to
             */
            noise: number;
            /**
             * Quiet Days
             * @description Days that no confirmed or unjudged incident touched
             */
            quiet_days: number;
            /**
             * Shipped
             * @description The same as it is shipped; what is critical is held to this one
             */
            shipped: number;
            /**
             * Shown
             * @description False incidents of the quiet days that the shipped score shows
             */
            shown: number;
            /**
             * Start
             * @description The first day looked at
             */
            start: string | null;
        };
        /**
         * CaseRead
         * @description One case beside the rule: events it must fire on, or stay silent on.
         */
        CaseRead: {
            /** Expected */
            expected: string;
            /** File */
            file: string;
            /** Fires */
            fires: boolean;
            /** Found */
            found: number;
            /** Message */
            message: string;
            /** Passed */
            passed: boolean;
        };
        /** CategoryRead */
        CategoryRead: {
            /** Code */
            code: string;
            /** En */
            en: string;
            /** Zh */
            zh: string;
        };
        /**
         * Cell
         * @description Of the heat map: items of a category over the systems of a unit.
         */
        Cell: {
            /** Category */
            category: string;
            counted: components["schemas"]["Counted"];
            /** Unit */
            unit: string;
        };
        /**
         * ChangeSeen
         * @description `event: alert`, `event: incident` and `event: situation` (the object is a subject's key). Read the object again; the
         *     stream says only that it changed.
         */
        ChangeSeen: {
            /**
             * Change
             * @description added, decided, moved, or an incident's kind of change: opened, grew, merged …
             */
            change: string;
            /** Object */
            object: string;
        };
        /** ChokePointRead */
        ChokePointRead: {
            action: components["schemas"]["ActRead"];
            /**
             * Cuts
             * @description Pairs of source zone and goal it alone keeps apart
             */
            cuts: number;
            /**
             * Goals
             * @description Twenty at most
             */
            goals: components["schemas"]["NamedRead"][];
            /** Origins */
            origins: components["schemas"]["Origin"][];
            /**
             * Share
             * @description Of all pairs there is a way for
             */
            share: number;
        };
        /**
         * ChokePointsRead
         * @description A pair: a zone an attack can begin in, and a classified data set or a device that can harm people, with a way
         *     between the two.
         */
        ChokePointsRead: {
            /**
             * Considered
             * @description Actions on likeliest ways; the most promising of them were tried
             */
            considered: number;
            /** Pairs */
            pairs: number;
            /**
             * Points
             * @description What cuts most first
             */
            points: components["schemas"]["ChokePointRead"][];
        };
        /** ChosenRead */
        ChosenRead: {
            action: components["schemas"]["ActRead"];
            /**
             * Cuts
             * @description Goals within reach again when this one action is left out
             */
            cuts: components["schemas"]["NamedRead"][];
            /**
             * Orders
             * @description Commands for a playbook that carry it out; none when a person has to
             */
            orders: components["schemas"]["OrderRead"][];
            /**
             * Takes Out
             * @description Some of the steps it takes out
             */
            takes_out: components["schemas"]["PathStepRead"][];
        };
        /** CiiActivityRead */
        CiiActivityRead: {
            /** Clause */
            clause: string;
            /** Controls */
            controls: components["schemas"]["CiiControlRead"][];
            counted: components["schemas"]["Counted"];
            /** En */
            en: string;
            /** Id */
            id: string;
            /** Zh */
            zh: string;
        };
        /** CiiAssessmentAdd */
        CiiAssessmentAdd: {
            /** Assessor */
            assessor: string;
            /** Dated */
            dated: string;
            /**
             * Due
             * @default
             * @example 2026-11-23
             */
            due?: string;
            /**
             * Findings
             * @default 0
             */
            findings?: number;
            kind: components["schemas"]["AssessmentKind"];
            /**
             * Mended
             * @default 0
             */
            mended?: number;
            /**
             * Sm3
             * @default
             */
            sm3?: string;
            /**
             * Submitted
             * @default
             * @example 2026-11-23
             */
            submitted?: string;
        };
        /** CiiAssessmentRead */
        CiiAssessmentRead: {
            /**
             * Added
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            added: string;
            /** Added By */
            added_by: string;
            /** Assessor */
            assessor: string;
            /** Dated */
            dated: string;
            /** Due */
            due: string;
            /** Findings */
            findings: number;
            /** Id */
            id: string;
            kind: components["schemas"]["AssessmentKind"];
            /** Mended */
            mended: number;
            /** Sm3 */
            sm3: string;
            /** Submitted */
            submitted: string;
        };
        /**
         * CiiBrief
         * @description assessed: day of the last assessment; due: when the next one is due, empty when none was made.
         */
        CiiBrief: {
            /** Assessed */
            assessed: string;
            counted: components["schemas"]["Counted"];
            /** Department */
            department: string;
            /** Document */
            document: string;
            /** Due */
            due: string;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Permits */
            permits: number;
            status: components["schemas"]["CiiStatus"];
            /** Suppliers */
            suppliers: number;
            /** System */
            system: string;
            /** Unit */
            unit: string;
        };
        /**
         * CiiControlRead
         * @description clause, topic: the sub-clause it stands under. evidence: what answers it. verify: whether that place is uncertain, or
         *     law or practice asks it rather than the standard. own: what the registers of critical infrastructure say.
         */
        CiiControlRead: {
            /** Answers */
            answers: components["schemas"]["AnswerRead"][];
            auto: components["schemas"]["Verdict"] | null;
            /** Basis */
            basis: string;
            /** Clause */
            clause: string;
            /** Documents */
            documents: string[];
            /** En */
            en: string;
            /**
             * Evidence
             * @enum {string}
             */
            evidence: "automated" | "mixed" | "manual";
            /** Id */
            id: string;
            /** Items */
            items: components["schemas"]["ItemAnswer"][];
            official: components["schemas"]["Verdict"] | null;
            /** Outdated */
            outdated: boolean;
            own: components["schemas"]["Verdict"] | null;
            /** Own En */
            own_en: string;
            /** Own Zh */
            own_zh: string;
            reviewed: components["schemas"]["Verdict"] | null;
            /** Topic En */
            topic_en: string;
            /** Topic Zh */
            topic_zh: string;
            verdict: components["schemas"]["Verdict"];
            /** Verify */
            verify: boolean;
            /** Zh */
            zh: string;
        };
        /** CiiDetail */
        CiiDetail: {
            /** Activities */
            activities: components["schemas"]["CiiActivityRead"][];
            /** Assessments */
            assessments: components["schemas"]["CiiAssessmentRead"][];
            brief: components["schemas"]["CiiBrief"];
            /** Documents */
            documents: components["schemas"]["DocumentRead"][];
            file: components["schemas"]["CiiFileModel"];
            /** Permits */
            permits: components["schemas"]["ScanPermitRead"][];
            /** Suppliers */
            suppliers: components["schemas"]["SupplierNamed"][];
        };
        /** CiiFileModel */
        CiiFileModel: {
            /**
             * Body
             * @default
             */
            body?: string;
            /**
             * Business
             * @default
             */
            business?: string;
            /** Changes */
            changes?: components["schemas"]["MajorChangeModel"][];
            /**
             * Department
             * @default
             */
            department?: string;
            /**
             * Depends
             * @default
             */
            depends?: string;
            /**
             * Head
             * @default
             */
            head?: string;
            /**
             * Outage
             * @default
             */
            outage?: string;
            /** Posts */
            posts?: components["schemas"]["KeyPostModel"][];
            /**
             * Sector
             * @default
             */
            sector?: string;
        };
        /**
         * CiiList
         * @description verify: what nobody has confirmed about the catalogue.
         */
        CiiList: {
            /** Catalogue */
            catalogue: string;
            /** Items */
            items: components["schemas"]["CiiBrief"][];
            /** Source */
            source: string;
            /** Verify */
            verify: string;
            /** Verify Zh */
            verify_zh: string;
        };
        /** CiiModel */
        CiiModel: {
            /**
             * Assessed
             * @default
             * @example 2026-11-23
             */
            assessed?: string;
            /**
             * Document
             * @default
             */
            document?: string;
            /**
             * Identified
             * @default
             * @example 2026-11-23
             */
            identified?: string;
            /**
             * Permit
             * @default
             */
            permit?: string;
            /**
             * Permit Until
             * @default
             * @example 2026-11-23
             */
            permit_until?: string;
            /** @default unknown */
            status?: components["schemas"]["CiiStatus"];
        };
        /**
         * CiiStatus
         * @description Only the protection department of the sector identifies critical infrastructure; until it has, `unknown`.
         * @enum {string}
         */
        CiiStatus: "unknown" | "not_identified" | "identified";
        /** ClockCaseDetail */
        ClockCaseDetail: {
            /** Actions */
            actions: string;
            /** Because */
            because: components["schemas"]["GradeGround"][];
            /** Category */
            category: string;
            /** Causes */
            causes: string;
            /** Clocks */
            clocks: components["schemas"]["ClockRead"][];
            /** Flags */
            flags: string[];
            /** Grade */
            grade: number | null;
            /** Grade At */
            grade_at: string | null;
            /** Grade By */
            grade_by: string | null;
            /** Grade Note */
            grade_note: string;
            /** Handled At */
            handled_at: string | null;
            /** Impact */
            impact: string;
            /** Incident */
            incident: string;
            /**
             * Known At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            known_at: string;
            /** Known By */
            known_by: string | null;
            /** Lessons */
            lessons: string;
            level: components["schemas"]["Level"];
            /** Measures */
            measures: {
                [key: string]: number;
            };
            /**
             * Occurred At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            occurred_at: string;
            operator: components["schemas"]["Operator"];
            /** Proposed Grade */
            proposed_grade: number;
            /** Reports */
            reports: components["schemas"]["ReportSent"][];
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
            /** Unit */
            unit: string;
        };
        /** ClockCasePage */
        ClockCasePage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["ClockCaseRead"][];
        };
        /**
         * ClockCaseRead
         * @description grade: as confirmed, null until a person says it. occurred_at, known_at: when it happened and when one knew. known_by:
         *     who confirmed known_at, null while it is when the platform saw that the incident is grave.
         */
        ClockCaseRead: {
            /** Actions */
            actions: string;
            /** Category */
            category: string;
            /** Causes */
            causes: string;
            /** Clocks */
            clocks: components["schemas"]["ClockRead"][];
            /** Flags */
            flags: string[];
            /** Grade */
            grade: number | null;
            /** Grade At */
            grade_at: string | null;
            /** Grade By */
            grade_by: string | null;
            /** Grade Note */
            grade_note: string;
            /** Handled At */
            handled_at: string | null;
            /** Impact */
            impact: string;
            /** Incident */
            incident: string;
            /**
             * Known At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            known_at: string;
            /** Known By */
            known_by: string | null;
            /** Lessons */
            lessons: string;
            level: components["schemas"]["Level"];
            /** Measures */
            measures: {
                [key: string]: number;
            };
            /**
             * Occurred At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            occurred_at: string;
            operator: components["schemas"]["Operator"];
            /** Proposed Grade */
            proposed_grade: number;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
            /** Unit */
            unit: string;
        };
        /**
         * ClockCaseWrite
         * @description known_at: when it was discovered or told of; leave out what stays as it is.
         */
        ClockCaseWrite: {
            /** Actions */
            actions?: string | null;
            /** Category */
            category?: string | null;
            /** Causes */
            causes?: string | null;
            /** Flags */
            flags?: ("suspected_crime" | "personal_information" | "network_data" | "public_security_case" | "product_defect")[] | null;
            /** Handled At */
            handled_at?: string | null;
            /** Impact */
            impact?: string | null;
            /** Known At */
            known_at?: string | null;
            /** Lessons */
            lessons?: string | null;
            /** Measures */
            measures?: {
                [key: string]: number;
            } | null;
            operator?: components["schemas"]["Operator"] | null;
        };
        /**
         * ClockOff
         * @description A clock that is known to be wrong. The source's alerts are joined where they happened; their times stay as told.
         */
        ClockOff: {
            /**
             * Agreeing
             * @description So many of the newest pairs of times say this
             */
            agreeing: number;
            /**
             * Behind S
             * @description What its stamps lack to the true time; negative for a clock ahead
             */
            behind_s: number;
            /**
             * Host
             * @description The machine whose records are stamped so; empty when they name none
             */
            host: string;
            /** Pairs */
            pairs: number;
            /** @description What tells the true time: another time in the record, or its arrival */
            witness: components["schemas"]["Witness"];
        };
        /**
         * ClockRead
         * @description provisional: it runs by a grade nobody has confirmed yet.
         */
        ClockRead: {
            /** Due */
            due: string | null;
            /** Met */
            met: string | null;
            /** Provisional */
            provisional: boolean;
            rule: components["schemas"]["ReportRule"];
            /**
             * Starts
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            starts: string;
            state: components["schemas"]["ClockState"];
        };
        /**
         * ClockStart
         * @description known_at: when somebody discovered it or was told of it (发现或获知), from which every deadline counts.
         */
        ClockStart: {
            /**
             * Known At
             * Format: date-time
             */
            known_at: string;
        };
        /**
         * ClockState
         * @description conditional: it runs only if the incident is graded high enough, which nobody has confirmed or refused yet.
         * @enum {string}
         */
        ClockState: "conditional" | "running" | "overdue" | "met" | "met_late";
        /** Code */
        Code: {
            /** Code */
            code: string;
        };
        /**
         * Colour
         * @description Of an early warning (国家网络安全事件应急预案, 中网办发〔2017〕4号, 3.1).
         * @enum {string}
         */
        Colour: "red" | "orange" | "yellow" | "blue";
        /** CommandForm */
        CommandForm: {
            /** Fields */
            fields: components["schemas"]["PlaybookField"][];
            /** Label */
            label: string;
            /** Label Zh */
            label_zh: string;
            /**
             * Runs Here
             * @description Whether the platform carries it out; otherwise a person does
             */
            runs_here: boolean;
            /** Type */
            type: string;
        };
        /**
         * ConclusionRead
         * @description value: score (2021) or rate (2025), 0 to 100. major: triggers of major risk that count.
         */
        ConclusionRead: {
            /** Applicable */
            applicable: number;
            /** Code */
            code: string;
            counted: components["schemas"]["Counted"];
            /** En */
            en: string;
            /** High */
            high: string[];
            /** Major */
            major: string[];
            /** Medium */
            medium: number;
            /** Template */
            template: string;
            /** Value */
            value: number;
            /** Zh */
            zh: string;
        };
        /**
         * Condition
         * @description A field, with Sigma modifiers (`source.ip|cidr`), that has one of the values.
         */
        Condition: {
            /** Field */
            field: string;
            /** Values */
            values: (string | number | boolean)[];
        };
        /** Confirmation */
        Confirmation: {
            /** Password */
            password: string;
        };
        /** ContainmentRead */
        ContainmentRead: {
            /**
             * Actions
             * @description In the order to take them
             */
            actions: components["schemas"]["ChosenRead"][];
            /**
             * Bound
             * @description No set of actions costs less; equal to cost when this is the cheapest
             */
            bound: number;
            /** Cost */
            cost: number;
            /** Goals */
            goals: components["schemas"]["NamedRead"][];
            /**
             * Open
             * @description Within the attacker's hands already; only carrying out can be stopped
             */
            open: components["schemas"]["NamedRead"][];
            /**
             * Verified
             * @description Chained again without these steps, no goal is reached
             */
            verified: boolean;
        };
        /**
         * ContentPreview
         * @description What an upload holds. While `state` is running, only the first members are known.
         */
        ContentPreview: {
            /** Changed */
            changed: string[];
            /**
             * Counts
             * @description Documents, `active`, `inactive`, `rejected`, each by cause, and against what is installed `new`, `changed`, `same`, `removed`; `taken`: rules whose id other content has, which are left out
             */
            counts: {
                [key: string]: number;
            } | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Problem */
            problem: string | null;
            /** Seconds */
            seconds: number;
            /** Size */
            size: number;
            state: components["schemas"]["JobState"];
            /** Taken */
            taken: string[];
            /**
             * Upload
             * @description What to install by; an upload nobody installs is forgotten
             */
            upload: string;
            /**
             * Version
             * @description Guessed from the file name; may be empty
             */
            version: string;
            /**
             * Wrong
             * @description Rejected and inactive documents, at most two hundred
             */
            wrong: components["schemas"]["ContentProblem"][];
        };
        /** ContentProblem */
        ContentProblem: {
            /** File */
            file: string;
            /** Line */
            line: number;
            /** Reason */
            reason: string;
            /** State */
            state: string;
            /** Title */
            title: string;
        };
        /** ContractModel */
        ContractModel: {
            /**
             * Confidentiality
             * @default false
             */
            confidentiality?: boolean;
            /** Number */
            number: string;
            /**
             * Security Duties
             * @default false
             */
            security_duties?: boolean;
            /**
             * Signed
             * @default
             * @example 2026-11-23
             */
            signed?: string;
            /**
             * Until
             * @default
             * @example 2026-11-23
             */
            until?: string;
        };
        /**
         * CostRead
         * @description An open concern and the points it takes. base × multipliers = alone; points is what it takes beside the others.
         */
        CostRead: {
            /** Alone */
            alone: number;
            /** Base */
            base: number;
            family: components["schemas"]["Family"];
            /** Grade */
            grade: string;
            /**
             * Id
             * @description Of the incident, source or gap; for exposures the asset and the band
             */
            id: string;
            /** Last */
            last: string | null;
            /** Multipliers */
            multipliers: components["schemas"]["MultiplierRead"][];
            /**
             * Number
             * @description How many alike it stands for
             */
            number: number;
            /** Points */
            points: number;
            /** Since */
            since: string | null;
            /** Status */
            status: string | null;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
            /** Units */
            units: string[];
        };
        /** Counted */
        Counted: {
            /** Met */
            met: number;
            /** Not Applicable */
            not_applicable: number;
            /** Not Met */
            not_met: number;
            /** Partly Met */
            partly_met: number;
            /** Unknown */
            unknown: number;
        };
        /** CoverageRead */
        CoverageRead: {
            /**
             * Attack Notice
             * @description To be shown beside ATT&CK's names
             */
            attack_notice: string;
            /** Attack Version */
            attack_version: string;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            domain: components["schemas"]["Domain"];
            /**
             * End
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            end: string;
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
            /**
             * Tactics
             * @description In the order of the matrix
             */
            tactics: components["schemas"]["TacticRead"][];
            /** Techniques */
            techniques: components["schemas"]["TechniqueCovered"][];
            /**
             * Untagged
             * @description Active rules that name no technique
             */
            untagged: number;
        };
        /**
         * Covered
         * @description fired: a rule has hits in the range. ready: a rule is fed and may fire. unfed: there are rules, but what they look at
         *     does not arrive. off: its rules are inactive. none: no rule speaks of it.
         * @enum {string}
         */
        Covered: "fired" | "ready" | "unfed" | "off" | "none";
        /**
         * DataAccessPage
         * @description query: finds the same in the event search.
         */
        DataAccessPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["DataAccessRead"][];
            /** Partial */
            partial: string[];
            /** Query */
            query: string;
        };
        /** DataAccessRead */
        DataAccessRead: {
            /** Action */
            action: string;
            /** Actor */
            actor: string;
            /** Approval */
            approval: string;
            /** Fields */
            fields: string[];
            /** Id */
            id: string;
            /** Identifiers */
            identifiers: number;
            /** Object */
            object: string;
            /** Place */
            place: string;
            /** Purpose */
            purpose: string;
            /** Recipient */
            recipient: string;
            /** Rows */
            rows: number | null;
            /** Size Bytes */
            size_bytes: number | null;
            /** Source */
            source: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Unit */
            unit: string;
        };
        /**
         * DataApprovalAsk
         * @description number: of another register, made here when left out. by_unit: who asks, the caller's unit when left out.
         */
        DataApprovalAsk: {
            /**
             * By Unit
             * @default
             */
            by_unit?: string;
            /** Data Set */
            data_set: string;
            /** Fields */
            fields?: string[];
            /**
             * Masked
             * @default true
             */
            masked?: boolean;
            /**
             * Max Rows
             * @default 0
             */
            max_rows?: number;
            /** Names */
            names?: string[];
            /**
             * Number
             * @default
             */
            number?: string;
            /**
             * Onward
             * @default false
             */
            onward?: boolean;
            /** Purposes */
            purposes: string[];
            /** Reason */
            reason: string;
            /** Recipient */
            recipient: string;
            /** @default unit */
            recipient_kind?: components["schemas"]["RecipientKind"];
            /** Valid From */
            valid_from?: string | null;
            /**
             * Valid To
             * Format: date-time
             */
            valid_to: string;
        };
        /** DataApprovalDecision */
        DataApprovalDecision: {
            /** Granted */
            granted: boolean;
            /**
             * Note
             * @default
             */
            note?: string;
        };
        /** DataApprovalEnd */
        DataApprovalEnd: {
            /** Note */
            note: string;
        };
        /**
         * DataApprovalPage
         * @description waiting: requests a person of the caller's units could decide.
         */
        DataApprovalPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["DataApprovalRead"][];
            /** Waiting */
            waiting: number;
        };
        /**
         * DataApprovalRead
         * @description recipient: id of the unit, account or system; names: what audit trails call it. fields: empty for all the catalogue
         *     lists. max_rows: of one access, 0 for no bound. state: `expired` by the clock. mine: the caller asked for it; may_decide:
         *     the caller could decide or revoke it now.
         */
        DataApprovalRead: {
            /** By Unit */
            by_unit: string;
            /** By Unit Name */
            by_unit_name: string;
            /** By Unit Name Zh */
            by_unit_name_zh: string;
            /** Data Set */
            data_set: string;
            /** Data Set Name */
            data_set_name: string;
            /** Data Set Name Zh */
            data_set_name_zh: string;
            /** Decided */
            decided: string | null;
            /** Decided By */
            decided_by: string;
            /** Ended By */
            ended_by: string;
            /** Ended Note */
            ended_note: string;
            /** Fields */
            fields: string[];
            /** Id */
            id: string;
            /** Masked */
            masked: boolean;
            /** Max Rows */
            max_rows: number;
            /** May Decide */
            may_decide: boolean;
            /** Mine */
            mine: boolean;
            /** Names */
            names: string[];
            /** Note */
            note: string;
            /** Onward */
            onward: boolean;
            /** Purposes */
            purposes: string[];
            /** Reason */
            reason: string;
            /** Recipient */
            recipient: string;
            recipient_kind: components["schemas"]["RecipientKind"];
            /** Recipient Name */
            recipient_name: string;
            /** Recipient Name Zh */
            recipient_name_zh: string;
            /**
             * Requested
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            requested: string;
            /** Requested By */
            requested_by: string;
            /** Revoked */
            revoked: string | null;
            state: components["schemas"]["RequestState"];
            /** State Zh */
            state_zh: string;
            /** Unit */
            unit: string;
            /** Valid From */
            valid_from: string | null;
            /** Valid To */
            valid_to: string | null;
        };
        /**
         * DataAssessmentRead
         * @description assessed: percent of applicable controls that have an answer. verify: what nobody has confirmed about the method.
         */
        DataAssessmentRead: {
            /** Assessed */
            assessed: number;
            /**
             * At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            at: string;
            /** Degree */
            degree: number;
            /** Factors */
            factors: components["schemas"]["AssessedFactor"][];
            /** Level */
            level: string;
            /** Level En */
            level_en: string;
            /** Level Zh */
            level_zh: string;
            /** Levels */
            levels: components["schemas"]["AssessedLevel"][];
            /** Matrix */
            matrix: {
                [key: string]: string[];
            };
            /** Met */
            met: number;
            /** Open */
            open: components["schemas"]["OpenControl"][];
            /** Risks */
            risks: components["schemas"]["AssessedRisk"][];
            /** Source */
            source: string;
            /** Verify */
            verify: string;
            /** Verify Zh */
            verify_zh: string;
        };
        /** DataAtRiskRead */
        DataAtRiskRead: {
            /**
             * Actions
             * @description Fewest further actions an attacker needs
             */
            actions: number;
            data_class: components["schemas"]["DataClass"];
            /** Data Class Zh */
            data_class_zh: string;
            data_set: components["schemas"]["NamedRead"];
            /**
             * P
             * @description That it is read
             */
            p: number;
            /** P Changed */
            p_changed: number;
            /**
             * P Out
             * @description That it is carried out
             */
            p_out: number;
            path: components["schemas"]["PathRead"];
            /** Personal Information */
            personal_information: boolean;
            /** Records */
            records: number;
            ring: components["schemas"]["Ring"];
            /** Ring Zh */
            ring_zh: string;
        };
        /** DataCatalogueRead */
        DataCatalogueRead: {
            /** Fields */
            fields: string[];
            /** Keepers */
            keepers: string[];
            /** Places */
            places: components["schemas"]["PlaceRead"][];
        };
        /**
         * DataCatalogueWrite
         * @description keepers: accounts that keep the data set for its owner, as audit trails name them.
         */
        DataCatalogueWrite: {
            /** Fields */
            fields?: string[];
            /** Keepers */
            keepers?: string[];
            /** Places */
            places?: components["schemas"]["PlaceWrite"][];
        };
        /**
         * DataClass
         * @description Working grades of the public-data catalogue; mapping to GB/T 43697-2024 (一般, 重要, 核心) is the unit's decision.
         * @enum {string}
         */
        DataClass: "open" | "internal" | "sensitive" | "important_candidate";
        /**
         * DataControlRead
         * @description auto: what evidence says by itself. outdated: the review was given of another automatic result.
         */
        DataControlRead: {
            /** Answers */
            answers: components["schemas"]["AnswerRead"][];
            auto: components["schemas"]["Verdict"] | null;
            /** Documents */
            documents: string[];
            /** En */
            en: string;
            /** Id */
            id: string;
            /** Measure En */
            measure_en: string;
            /** Measure Zh */
            measure_zh: string;
            /** Outdated */
            outdated: boolean;
            reviewed: components["schemas"]["ReviewRead"] | null;
            verdict: components["schemas"]["Verdict"];
            /** Zh */
            zh: string;
        };
        /**
         * DataDocumentAdd
         * @description controls: of the life cycle, that it answers.
         */
        DataDocumentAdd: {
            /** Controls */
            controls: string[];
            /**
             * Dated
             * @example 2026-11-23
             */
            dated: string;
            /**
             * Issuer
             * @default
             */
            issuer?: string;
            /** Sm3 */
            sm3: string;
            /** Title */
            title: string;
            /**
             * Until
             * @default
             * @example 2026-11-23
             */
            until?: string;
            /** @default met */
            verdict?: components["schemas"]["Verdict"];
        };
        /**
         * DataFinding
         * @description What the detectors of public data find; each is the name of its detector.
         * @enum {string}
         */
        DataFinding: "data_without_approval" | "data_outside_purpose" | "data_beyond_catalogue" | "data_bulk_export" | "data_off_hours_export" | "data_unmasked_identifiers" | "data_onward_transfer" | "data_destroyed_without_proof";
        /**
         * DataFindingRead
         * @description alerts: the newest few, to open.
         */
        DataFindingRead: {
            /** Alerts */
            alerts: string[];
            /** Count */
            count: number;
            kind: components["schemas"]["DataFinding"];
            /**
             * Last
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last: string;
            phase: components["schemas"]["LifePhase"];
        };
        /** DataPhaseRead */
        DataPhaseRead: {
            /** Basis */
            basis: string;
            /** Basis En */
            basis_en: string;
            /** Controls */
            controls: components["schemas"]["DataControlRead"][];
            state: components["schemas"]["PhaseState"];
        };
        /**
         * DataReviewAdd
         * @description What an interview said, or a person in charge confirms.
         */
        DataReviewAdd: {
            /** Control */
            control: string;
            /** Note */
            note: string;
            verdict: components["schemas"]["Verdict"];
        };
        /** DataSetBrief */
        DataSetBrief: {
            /** Data Class */
            data_class: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Personal Information */
            personal_information: boolean;
        };
        /**
         * DataSetBriefing
         * @description approvals: that stand now; waiting: requests nobody decided. level: of its security assessment.
         */
        DataSetBriefing: {
            /** Approvals */
            approvals: number;
            counted: components["schemas"]["Counted"];
            data_class: components["schemas"]["DataClass"];
            /** Data Class Zh */
            data_class_zh: string;
            /** Findings */
            findings: number;
            /** Id */
            id: string;
            /** Last */
            last: string | null;
            /** Level */
            level: string;
            /** Level En */
            level_en: string;
            /** Level Zh */
            level_zh: string;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Personal Information */
            personal_information: boolean;
            /** Phases */
            phases: components["schemas"]["PhaseState"][];
            /** Records */
            records: number;
            /** System */
            system: string;
            /** Unit */
            unit: string;
            /** Waiting */
            waiting: number;
        };
        /** DataSetDetail */
        DataSetDetail: {
            /**
             * At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            at: string;
            brief: components["schemas"]["DataSetBriefing"];
            catalogue: components["schemas"]["DataCatalogueRead"];
            /** Documents */
            documents: components["schemas"]["DocumentRead"][];
            /** Findings */
            findings: components["schemas"]["DataFindingRead"][];
            /** Phases */
            phases: components["schemas"]["DataPhaseRead"][];
            /** Proofs */
            proofs: components["schemas"]["DestructionRead"][];
            /** Verify */
            verify: string;
            /** Verify Zh */
            verify_zh: string;
        };
        /**
         * DataSetList
         * @description verify: what nobody has confirmed about phases and controls.
         */
        DataSetList: {
            /**
             * At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            at: string;
            /** Items */
            items: components["schemas"]["DataSetBriefing"][];
            /** Partial */
            partial: string[];
            /** Verify */
            verify: string;
            /** Verify Zh */
            verify_zh: string;
        };
        /** DataSetNamed */
        DataSetNamed: {
            /** Data Class */
            data_class: string;
            /** Data Class Zh */
            data_class_zh: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Personal Information */
            personal_information: boolean;
            /** Records */
            records: number;
        };
        /** DayFigures */
        DayFigures: {
            /** Day */
            day: string;
            /** Met */
            met: number;
            /** Not Met */
            not_met: number;
            /** Partly Met */
            partly_met: number;
            /** Rate */
            rate: number;
            /** Unknown */
            unknown: number;
        };
        /** DecisionRead */
        DecisionRead: {
            /** Comment */
            comment: string;
            /** Granted */
            granted: boolean;
            /** Person */
            person: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /**
         * Degree
         * @enum {string}
         */
        Degree: "general" | "serious" | "especially_serious";
        /** DestructionAdd */
        DestructionAdd: {
            /**
             * Copies
             * @default 0
             */
            copies?: number;
            /**
             * Method
             * @default
             */
            method?: string;
            /** Reference */
            reference: string;
            /** Sm3 */
            sm3: string;
            /**
             * Time
             * Format: date-time
             */
            time: string;
            /** Witness */
            witness: string;
        };
        /** DestructionRead */
        DestructionRead: {
            /**
             * Added
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            added: string;
            /** Added By */
            added_by: string;
            /** Copies */
            copies: number;
            /** Method */
            method: string;
            /** Reference */
            reference: string;
            /** Sm3 */
            sm3: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Witness */
            witness: string;
        };
        /** DiscoveryAccept */
        DiscoveryAccept: {
            /** Ids */
            ids: string[];
        };
        /** DiscoveryCount */
        DiscoveryCount: {
            kind: components["schemas"]["DiscoveryKind"];
            /** Number */
            number: number;
            state: components["schemas"]["DiscoveryState"];
        };
        /** DiscoveryDecided */
        DiscoveryDecided: {
            /** Items */
            items: components["schemas"]["DiscoveryRead"][];
        };
        /** DiscoveryIgnore */
        DiscoveryIgnore: {
            /** Ids */
            ids: string[];
            /** Reason */
            reason: string;
            /**
             * Until
             * @description Its end; none until more is seen
             */
            until?: string | null;
        };
        /**
         * DiscoveryKind
         * @enum {string}
         */
        DiscoveryKind: "unregistered_host" | "unregistered_service" | "unregistered_conduit" | "vanished_asset" | "changed_address" | "changed_version";
        /** DiscoveryPage */
        DiscoveryPage: {
            /** Counts */
            counts: components["schemas"]["DiscoveryCount"][];
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["DiscoveryRead"][];
        };
        /** DiscoveryRead */
        DiscoveryRead: {
            /**
             * Asset
             * @description The registered asset it is about
             */
            asset: string | null;
            /** Decided */
            decided: string | null;
            /** Decided By */
            decided_by: string | null;
            /**
             * Event
             * @description An event that shows it
             */
            event: string;
            /**
             * Facts
             * @description What was seen
             */
            facts: {
                [key: string]: string | string[];
            };
            /**
             * First
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            first: string;
            /** Id */
            id: string;
            kind: components["schemas"]["DiscoveryKind"];
            /**
             * Last
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last: string;
            /** Reason */
            reason: string | null;
            state: components["schemas"]["DiscoveryState"];
            /** Subject */
            subject: string;
            /** Unit */
            unit: string;
            /** Until */
            until: string | null;
        };
        /**
         * DiscoveryState
         * @description resolved: the difference went away by itself or by another change of the register.
         * @enum {string}
         */
        DiscoveryState: "open" | "accepted" | "ignored" | "resolved";
        /**
         * Dissection
         * @description text: what tshark said; cut: there was more than the limits allow. packets, bytes: of what was found.
         */
        Dissection: {
            /** Bytes */
            bytes: number;
            /** Cut */
            cut: boolean;
            /** Packets */
            packets: number;
            /** Text */
            text: string;
        };
        /** DistrictRead */
        DistrictRead: {
            /**
             * At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            at: string;
            /** Categories */
            categories: components["schemas"]["Named"][];
            /** Cells */
            cells: components["schemas"]["Cell"][];
            /** Partial */
            partial: string[];
            /** Systems */
            systems: components["schemas"]["SystemBrief"][];
        };
        /** DocumentAdd */
        DocumentAdd: {
            /**
             * Artefact
             * @default
             */
            artefact?: string;
            /** Dated */
            dated: string;
            /**
             * Issuer
             * @default
             */
            issuer?: string;
            /** Items */
            items?: string[];
            /** @default paper */
            kind?: components["schemas"]["DocumentKind"];
            /**
             * Person
             * @default
             */
            person?: string;
            /** Sm3 */
            sm3: string;
            /** Title */
            title: string;
            /**
             * Until
             * @default
             * @example 2026-11-23
             */
            until?: string;
            /** @default met */
            verdict?: components["schemas"]["Verdict"];
        };
        /**
         * DocumentKind
         * @description What kind of proof: a paper, the minutes of an interview, the record of a look on site (GB/T 28448: examine,
         *     interview, test).
         * @enum {string}
         */
        DocumentKind: "paper" | "interview" | "inspection";
        /** DocumentRead */
        DocumentRead: {
            /**
             * Added
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            added: string;
            /** Added By */
            added_by: string;
            /** Artefact */
            artefact: string;
            /** Dated */
            dated: string;
            /** Id */
            id: string;
            /** Issuer */
            issuer: string;
            /** Items */
            items: string[];
            kind: components["schemas"]["DocumentKind"];
            /** Person */
            person: string;
            /** Sm3 */
            sm3: string;
            /** Title */
            title: string;
            /** Until */
            until: string;
            verdict: components["schemas"]["Verdict"];
            /** Withdrawn */
            withdrawn: string | null;
        };
        /**
         * Domain
         * @enum {string}
         */
        Domain: "enterprise" | "ics";
        /**
         * DraftBegin
         * @description One of the three: a name for an empty playbook, the id of a stored one, or a document.
         */
        DraftBegin: {
            /** Document */
            document?: {
                [key: string]: unknown;
            } | null;
            /** Name */
            name?: string | null;
            /** Playbook */
            playbook?: string | null;
            /**
             * Unit
             * @description None means the caller's
             */
            unit?: string | null;
        };
        /**
         * DraftChange
         * @description onto: the digest of the stored version this is to replace, after it was compared with; null leaves that as it was.
         */
        DraftChange: {
            /** Document */
            document: {
                [key: string]: unknown;
            };
            /**
             * Layout
             * @description Where steps were put by hand
             */
            layout?: {
                [key: string]: components["schemas"]["StepPlace"];
            };
            /** Onto */
            onto?: string | null;
        };
        /** DraftDetail */
        DraftDetail: {
            /**
             * Behind
             * @description Whether somebody published a version since the draft began
             */
            behind: boolean;
            /**
             * Changed
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            changed: string;
            /** Changed By */
            changed_by: string;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Created By */
            created_by: string;
            /**
             * Document
             * @description The CACAO 2.0 document as it is so far
             */
            document: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Layout */
            layout: {
                [key: string]: components["schemas"]["StepPlace"];
            };
            /** Name */
            name: string;
            /**
             * Playbook
             * @description The id it will be published under
             */
            playbook: string;
            /** Problems */
            problems: components["schemas"]["PlaybookProblem"][];
            /**
             * Runnable
             * @description Whether there is no error, so that it can be published
             */
            runnable: boolean;
            stored: components["schemas"]["StoredVersion"] | null;
            /** Unit */
            unit: string;
            /**
             * Version
             * @description Counts changes; the ETag
             */
            version: number;
        };
        /** DraftPublished */
        DraftPublished: {
            /** Playbook */
            playbook: string;
        };
        /** DraftRead */
        DraftRead: {
            /**
             * Changed
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            changed: string;
            /** Changed By */
            changed_by: string;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Created By */
            created_by: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Playbook
             * @description The id it will be published under
             */
            playbook: string;
            /** Unit */
            unit: string;
            /**
             * Version
             * @description Counts changes; the ETag
             */
            version: number;
        };
        /**
         * DraftTry
         * @description What a dry run is given.
         */
        DraftTry: {
            /** Inputs */
            inputs?: {
                [key: string]: string;
            };
        };
        /** Drafts */
        Drafts: {
            /** Items */
            items: components["schemas"]["DraftRead"][];
        };
        /** DrawnSampleRead */
        DrawnSampleRead: {
            brief: components["schemas"]["SampleBrief"];
            /** Items */
            items: components["schemas"]["SampledItem"][];
            /** System */
            system: string;
            /** Unit */
            unit: string;
            /** Verdicts */
            verdicts: components["schemas"]["Verdict"][];
        };
        /** DrillBegin */
        DrillBegin: Record<string, never>;
        /** DrillCancel */
        DrillCancel: {
            /** Reason */
            reason: string;
        };
        /**
         * DrillDeduction
         * @description count: how often; evidence: ids of what shows it.
         */
        DrillDeduction: {
            /** Count */
            count: number;
            /** En */
            en: string;
            /** Evidence */
            evidence: string[];
            /** Lost */
            lost: number;
            /** Rule */
            rule: string;
            /** Zh */
            zh: string;
        };
        /**
         * DrillDetail
         * @description sm3: of the record; documents: papers of the compliance ledger made of it.
         */
        DrillDetail: {
            /** Began */
            began: string | null;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Created By */
            created_by: string;
            /** Documents */
            documents: string[];
            /** Ended */
            ended: string | null;
            /** Execution */
            execution: string;
            /** Findings */
            findings: string;
            /** Id */
            id: string;
            /** Incident */
            incident: string;
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            kind: components["schemas"]["DrillKind"];
            mode: components["schemas"]["DrillMode"];
            /** Participants */
            participants: components["schemas"]["DrillParticipant"][];
            /** Plan */
            plan: string;
            /** Playbook */
            playbook: string;
            /** Playbook Name */
            playbook_name: string;
            /** Playbook Name Zh */
            playbook_name_zh: string;
            restored: components["schemas"]["BackupRestored"] | null;
            /** Scheduled */
            scheduled: string | null;
            /** Score */
            score: number | null;
            sheet: components["schemas"]["DrillSheet"] | null;
            /** Sm3 */
            sm3: string;
            status: components["schemas"]["DrillStatus"];
            /** System */
            system: string;
            /** Title */
            title: string;
            /** Unit */
            unit: string;
            /** Would */
            would: components["schemas"]["DrillLine"][];
        };
        /**
         * DrillKind
         * @description restore: of a backup. response: of a response to an incident.
         * @enum {string}
         */
        DrillKind: "restore" | "response";
        /**
         * DrillLine
         * @description What the playbook would do, as a dry run told it.
         */
        DrillLine: {
            /** Changes */
            changes: boolean;
            /** Depth */
            depth: number;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Path */
            path: string;
            /** Persons */
            persons: number;
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
        };
        /**
         * DrillMode
         * @description rehearsal: 桌面推演, nothing is done. exercise: 实战演练, the playbook really runs, against the test estate only.
         * @enum {string}
         */
        DrillMode: "rehearsal" | "exercise";
        /**
         * DrillNotes
         * @description incident: the one the exercise raised.
         */
        DrillNotes: {
            /**
             * Findings
             * @default
             */
            findings?: string;
            /**
             * Incident
             * @default
             */
            incident?: string;
        };
        /** DrillPage */
        DrillPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["DrillRead"][];
        };
        /** DrillParticipant */
        DrillParticipant: {
            /** Person */
            person: string;
            /** Role */
            role: string;
        };
        /**
         * DrillPhase
         * @description took_s: measured from the run's own records; null when the drill never came to it. lost: of `points`.
         */
        DrillPhase: {
            /** En */
            en: string;
            /** Goal S */
            goal_s: number;
            /** Id */
            id: string;
            /** Lost */
            lost: number;
            /** Points */
            points: number;
            /** Took S */
            took_s: number | null;
            /** Zh */
            zh: string;
        };
        /**
         * DrillPlanWrite
         * @description A restore drill names its backup plan; a drill of a response its playbook, the system and the playbook's inputs.
         */
        DrillPlanWrite: {
            /** Inputs */
            inputs?: {
                [key: string]: unknown;
            };
            kind: components["schemas"]["DrillKind"];
            mode: components["schemas"]["DrillMode"];
            /** Participants */
            participants?: components["schemas"]["ParticipantWrite"][];
            /**
             * Plan
             * @default
             */
            plan?: string;
            /**
             * Playbook
             * @default
             */
            playbook?: string;
            /** Scheduled */
            scheduled?: string | null;
            /**
             * System
             * @default
             */
            system?: string;
            /** Title */
            title: string;
            /**
             * Unit
             * @description The caller's when left out
             * @default
             */
            unit?: string;
        };
        /** DrillRead */
        DrillRead: {
            /** Began */
            began: string | null;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Created By */
            created_by: string;
            /** Ended */
            ended: string | null;
            /** Execution */
            execution: string;
            /** Id */
            id: string;
            /** Incident */
            incident: string;
            kind: components["schemas"]["DrillKind"];
            mode: components["schemas"]["DrillMode"];
            /** Participants */
            participants: components["schemas"]["DrillParticipant"][];
            /** Plan */
            plan: string;
            /** Playbook */
            playbook: string;
            /** Playbook Name */
            playbook_name: string;
            /** Playbook Name Zh */
            playbook_name_zh: string;
            /** Scheduled */
            scheduled: string | null;
            /** Score */
            score: number | null;
            status: components["schemas"]["DrillStatus"];
            /** System */
            system: string;
            /** Title */
            title: string;
            /** Unit */
            unit: string;
        };
        /**
         * DrillRecord
         * @description The text whose SM3 digest the drill and its papers bear.
         */
        DrillRecord: {
            /** Id */
            id: string;
            /** Sm3 */
            sm3: string;
            /** Text */
            text: string;
        };
        /**
         * DrillSheet
         * @description score: 0 to 100. table: version of the scoring table.
         */
        DrillSheet: {
            /** Deductions */
            deductions: components["schemas"]["DrillDeduction"][];
            /** Pass From */
            pass_from: number;
            /** Passed */
            passed: boolean;
            /** Phases */
            phases: components["schemas"]["DrillPhase"][];
            /** Score */
            score: number;
            /** Table */
            table: string;
        };
        /**
         * DrillStatus
         * @enum {string}
         */
        DrillStatus: "planned" | "running" | "passed" | "failed" | "cancelled";
        /**
         * DutyGap
         * @description have, need: persons; lead: a leader is missing.
         */
        DutyGap: {
            /**
             * End
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            end: string;
            /** Have */
            have: number;
            /** Lead */
            lead: boolean;
            /** Need */
            need: number;
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
        };
        /**
         * DutyRead
         * @description changes: newest first.
         */
        DutyRead: {
            /** Changes */
            changes: components["schemas"]["ModeChangeRead"][];
            /** Gaps */
            gaps: components["schemas"]["DutyGap"][];
            mode: components["schemas"]["ModeRead"];
            /** Modes */
            modes: components["schemas"]["ModeRead"][];
            /** Now */
            now: components["schemas"]["ShiftRead"][];
            /** Reason */
            reason: string;
            /** Shifts */
            shifts: components["schemas"]["ShiftRead"][];
            /** Since */
            since: string | null;
            /** Until */
            until: string | null;
        };
        /**
         * EdgeKind
         * @description acts: one machine on another; uses: an account on a machine, or a machine on an account; about: what was seen there.
         * @enum {string}
         */
        EdgeKind: "acts" | "uses" | "about";
        /** EdgeRead */
        EdgeRead: {
            /** Alert Ids */
            alert_ids: string[];
            /** Alerts */
            alerts: number;
            /**
             * First
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            first: string;
            /** Id */
            id: string;
            /** @description acts: a machine on another; uses: an account and a machine; about: seen there */
            kind: components["schemas"]["EdgeKind"];
            /**
             * Last
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last: string;
            level: components["schemas"]["Level"];
            /** Source */
            source: string;
            /** Tactics */
            tactics: components["schemas"]["TacticRead"][];
            /** Target */
            target: string;
            /** Techniques */
            techniques: components["schemas"]["TechniqueRead"][];
        };
        /** EffectEnd */
        EffectEnd: {
            /** Key */
            key: string;
        };
        /** EffectPage */
        EffectPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["EffectRead"][];
        };
        /** EffectRead */
        EffectRead: {
            /** Actuator */
            actuator: string;
            /** Capability */
            capability: string;
            /**
             * Changed
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            changed: string;
            /** Changes */
            changes: boolean;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Execution */
            execution: string;
            /** Key */
            key: string;
            /** Said */
            said: string;
            status: components["schemas"]["EffectStatus"];
            /** Step */
            step: string;
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
            /** Touches */
            touches: components["schemas"]["Affected"][];
            /**
             * Until
             * @description When it is taken back by itself
             */
            until: string | null;
        };
        /**
         * EffectStatus
         * @enum {string}
         */
        EffectStatus: "intended" | "done" | "failed" | "uncertain" | "undone";
        /** EntityDetail */
        EntityDetail: {
            /** Alerts */
            alerts: number;
            /**
             * First Seen
             * @description Of its first alert; null when it has none
             */
            first_seen: string | null;
            /** Heat */
            heat: number;
            /**
             * Incidents
             * @description Most recently changed first, at most fifty
             */
            incidents: components["schemas"]["IncidentRead"][];
            /** Key */
            key: string;
            kind: components["schemas"]["EntityKind"];
            /** Kind Zh */
            kind_zh: string;
            /** Last Seen */
            last_seen: string | null;
            /**
             * Levels
             * @description Every level, worst last
             */
            levels: components["schemas"]["LevelCount"][];
            /**
             * Names
             * @description Everything it goes by, itself first; all of it is looked at
             */
            names: components["schemas"]["EntityName"][];
            /** Open Alerts */
            open_alerts: number;
            /** Reasons */
            reasons: components["schemas"]["HeatReason"][];
            /** @description Null when it is not registered, or not for the caller */
            record: components["schemas"]["Register"] | null;
            /** Value */
            value: string;
        };
        /**
         * EntityKind
         * @enum {string}
         */
        EntityKind: "host" | "ip" | "user" | "domain" | "url" | "file_hash" | "process" | "service" | "device" | "data_set" | "external";
        /** EntityName */
        EntityName: {
            /** Key */
            key: string;
            kind: components["schemas"]["EntityKind"];
            /** Kind Zh */
            kind_zh: string;
            /** Value */
            value: string;
        };
        /**
         * EntityRead
         * @description Whom or what something is about. `key` is what lists are filtered by.
         */
        EntityRead: {
            /** Key */
            key: string;
            kind: components["schemas"]["EntityKind"];
            /** Kind Zh */
            kind_zh: string;
            role: components["schemas"]["EntityRole"];
            /** Role Zh */
            role_zh: string;
            /** Value */
            value: string;
        };
        /** EntityRisk */
        EntityRisk: {
            /**
             * Because
             * @description The incidents it is in, the largest share first; at most five
             */
            because: components["schemas"]["RiskShare"][];
            entity: components["schemas"]["EntityRead"];
            /**
             * Value
             * @description Its heat, 0 to 100
             */
            value: number;
        };
        /** EntityRisks */
        EntityRisks: {
            /**
             * At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            at: string;
            /**
             * Items
             * @description The highest risk first
             */
            items: components["schemas"]["EntityRisk"][];
        };
        /**
         * Role
         * @description What part the entity plays in the alert: who acted, on whom, or merely seen.
         * @enum {string}
         */
        EntityRole: "actor" | "target" | "observed";
        /** EventCount */
        EventCount: {
            /** Count */
            count: number;
            /**
             * Partial
             * @description Why not everything could be searched, a line each; empty when the answer is whole
             */
            partial: string[];
        };
        /** EventDetail */
        EventDetail: {
            /** Dataset */
            dataset: string;
            /**
             * Fields
             * @description By field name: texts, numbers, truth values or lists of them; dates are ISO 8601; integers beyond 2^53-1 are texts, so that no browser rounds them. Text is whatever the source sent and is never to be shown as markup
             */
            fields: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /**
             * Raw
             * @description Whether the raw record's text was kept; it is read by an operation of its own
             */
            raw: boolean;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Unit */
            unit: string;
        };
        /** EventPage */
        EventPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["EventRead"][];
            /**
             * Partial
             * @description Why not everything could be searched, a line each; empty when the answer is whole
             */
            partial: string[];
            /**
             * Unknown Fields
             * @description Probably misspelt: conditions on these match nothing
             */
            unknown_fields: components["schemas"]["UnknownFieldRead"][];
        };
        /** EventRead */
        EventRead: {
            /**
             * Cut
             * @description Fields shown in part or left out because they are long; read the event for them
             */
            cut: string[];
            /** Dataset */
            dataset: string;
            /**
             * Fields
             * @description By field name: texts, numbers, truth values or lists of them; dates are ISO 8601; integers beyond 2^53-1 are texts, so that no browser rounds them. Text is whatever the source sent and is never to be shown as markup
             */
            fields: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Unit */
            unit: string;
        };
        /**
         * EvidenceEvents
         * @description gone: ids of events that retention has deleted, or that belong to a unit the caller does not see.
         */
        EvidenceEvents: {
            /** Gone */
            gone: string[];
            /** Items */
            items: {
                [key: string]: unknown;
            }[];
        };
        /** ExceptionAdd */
        ExceptionAdd: {
            /** Conditions */
            conditions?: components["schemas"]["Condition"][] | null;
            /**
             * Entities
             * @description Acts only on alerts about one of them
             * @default []
             */
            entities?: string[];
            /**
             * Expires
             * Format: date-time
             */
            expires: string;
            /** Filter */
            filter?: string | null;
            /**
             * Owner
             * @description Who answers for it; none means the caller
             * @default
             */
            owner?: string;
            /** Reason */
            reason: string;
            /**
             * Rule
             * @description Id of the rule
             */
            rule: string;
            /** Title */
            title: string;
            /**
             * Unit
             * @description Acts there and below; none means the caller's
             */
            unit?: string | null;
        };
        /** ExceptionExtend */
        ExceptionExtend: {
            /**
             * Expires
             * Format: date-time
             */
            expires: string;
        };
        /**
         * ExceptionPreview
         * @description What it would have hidden of the alerts that are kept. alerts: of the rule in the range, looked at.
         */
        ExceptionPreview: {
            /** Alerts */
            alerts: number;
            /** By Level */
            by_level: {
                [key: string]: number;
            };
            /**
             * By Verdict
             * @description Of the hidden; `open` is not judged
             */
            by_verdict: {
                [key: string]: number;
            };
            /**
             * Confirmed
             * @description Of the hidden, judged true positive: attacks it would have hidden
             */
            confirmed: number;
            /** Confirmed Samples */
            confirmed_samples: components["schemas"]["PreviewedAlert"][];
            /**
             * Critical
             * @description It matches them, but critical alerts are never hidden
             */
            critical: number;
            /**
             * Filter
             * @description The Sigma filter as it would be kept
             */
            filter: string;
            /** Hidden */
            hidden: number;
            /**
             * More
             * @description Whether the range holds more than were looked at
             */
            more: boolean;
            /** Samples */
            samples: components["schemas"]["PreviewedAlert"][];
            /**
             * Unknown
             * @description Their event is not kept any more
             */
            unknown: number;
        };
        /** ExceptionPreviewAsk */
        ExceptionPreviewAsk: {
            /** Conditions */
            conditions?: components["schemas"]["Condition"][] | null;
            /**
             * End
             * Format: date-time
             */
            end: string;
            /**
             * Entities
             * @description Acts only on alerts about one of them
             * @default []
             */
            entities?: string[];
            /** Filter */
            filter?: string | null;
            /**
             * Rule
             * @description Id of the rule
             */
            rule: string;
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Unit
             * @description Acts there and below; none means the caller's
             */
            unit?: string | null;
        };
        /** ExceptionRead */
        ExceptionRead: {
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Created By */
            created_by: string;
            /** Ended */
            ended: string | null;
            /** Ended By */
            ended_by: string | null;
            /** Entities */
            entities: string[];
            /**
             * Expires
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            expires: string;
            /**
             * Filter
             * @description The Sigma filter, as YAML
             */
            filter: string;
            /**
             * Hidden
             * @description Alerts it kept back
             */
            hidden: number;
            /** Id */
            id: string;
            /** Last Hidden */
            last_hidden: string | null;
            /** Owner */
            owner: string;
            /** Reason */
            reason: string;
            /**
             * Rule Titles
             * @description Of the rules, as far as they are loaded
             */
            rule_titles: string[];
            /** Rule Titles Zh */
            rule_titles_zh: string[];
            /** Rules */
            rules: string[];
            state: components["schemas"]["ExceptionState"];
            /** Title */
            title: string;
            /** Unit */
            unit: string;
        };
        /**
         * ExceptionState
         * @enum {string}
         */
        ExceptionState: "active" | "expired" | "ended";
        /** Exceptions */
        Exceptions: {
            /** Items */
            items: components["schemas"]["ExceptionRead"][];
        };
        /** ExecutionCancel */
        ExecutionCancel: {
            /** Reason */
            reason: string;
        };
        /** ExecutionDetail */
        ExecutionDetail: {
            /** Approvals */
            approvals: components["schemas"]["ApprovalRead"][];
            /**
             * Cancel
             * @description Whether somebody asked it to stop
             */
            cancel: boolean;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Effects */
            effects: components["schemas"]["EffectRead"][];
            /** Ended */
            ended: string | null;
            /** Id */
            id: string;
            /** Incident */
            incident: string | null;
            /** Inputs */
            inputs: {
                [key: string]: string | null;
            };
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Playbook */
            playbook: string;
            /** Reason */
            reason: string;
            /** Requested By */
            requested_by: string;
            status: components["schemas"]["ExecutionStatus"];
            /** Steps */
            steps: components["schemas"]["ExecutionStepRead"][];
            /**
             * Stuck
             * @description Why it does not get on; empty while it does
             */
            stuck: string;
            /** Unit */
            unit: string;
            /**
             * Updated
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            updated: string;
            /** Values */
            values: {
                [key: string]: string | null;
            };
        };
        /** ExecutionPage */
        ExecutionPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["ExecutionRead"][];
        };
        /** ExecutionRead */
        ExecutionRead: {
            /**
             * Cancel
             * @description Whether somebody asked it to stop
             */
            cancel: boolean;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Ended */
            ended: string | null;
            /** Id */
            id: string;
            /** Incident */
            incident: string | null;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Playbook */
            playbook: string;
            /** Reason */
            reason: string;
            /** Requested By */
            requested_by: string;
            status: components["schemas"]["ExecutionStatus"];
            /**
             * Stuck
             * @description Why it does not get on; empty while it does
             */
            stuck: string;
            /** Unit */
            unit: string;
            /**
             * Updated
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            updated: string;
        };
        /**
         * ExecutionStatus
         * @description requested: nobody has begun it yet. waiting: for a person. The last three are ends.
         * @enum {string}
         */
        ExecutionStatus: "requested" | "running" | "waiting" | "succeeded" | "failed" | "cancelled";
        /**
         * ExecutionStepRead
         * @description path: `3`, or `3.1.2` for the second step of the first branch begun at 3.
         */
        ExecutionStepRead: {
            /**
             * Began
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            began: string;
            /** Ended */
            ended: string | null;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Path */
            path: string;
            /** Said */
            said: string;
            /** Status */
            status: string;
            /** Step */
            step: string;
        };
        /**
         * ExplainRule
         * @description An event pasted as JSON, or the id of a stored one; exactly one of them.
         */
        ExplainRule: {
            /**
             * Event
             * @description One record as its source writes it, or as this interface shows it
             */
            event?: {
                [key: string]: unknown;
            } | null;
            /** Event Id */
            event_id?: string | null;
        };
        /** ExplanationRead */
        ExplanationRead: {
            /** Expected Kinds */
            expected_kinds: string[];
            /**
             * Failures
             * @description The first test that does not hold, per branch
             */
            failures: string[];
            /**
             * Fields
             * @description What satisfied the rule
             */
            fields: {
                [key: string]: unknown;
            };
            /**
             * Kind
             * @description What the event was read as; null when the rule does not look at such
             */
            kind: string | null;
            /** Matched */
            matched: boolean;
            tree: components["schemas"]["Step"] | null;
        };
        /**
         * ExportFormat
         * @enum {string}
         */
        ExportFormat: "yaml" | "xlsx" | "csv";
        /**
         * ExportKindRead
         * @description ending: of the file. about: what is in it.
         */
        ExportKindRead: {
            /** About En */
            about_en: string;
            /** About Zh */
            about_zh: string;
            /** En */
            en: string;
            /** Ending */
            ending: string;
            /** Id */
            id: string;
            /** Zh */
            zh: string;
        };
        /** ExportKinds */
        ExportKinds: {
            /** Items */
            items: components["schemas"]["ExportKindRead"][];
        };
        /** ExposureNamed */
        ExposureNamed: {
            /** Cvss */
            cvss: number;
            /** Exploited */
            exploited: boolean;
            /** First Seen */
            first_seen: string | null;
            /** Id */
            id: string;
            /** Remote */
            remote: boolean;
            /** Service */
            service: string | null;
            /** Title */
            title: string;
            /** Weakness */
            weakness: string;
        };
        /** ExposurePaths */
        ExposurePaths: {
            data_set: components["schemas"]["NamedRead"];
            /** Origins */
            origins: components["schemas"]["ExposureRead"][];
        };
        /** ExposureRead */
        ExposureRead: {
            origin: components["schemas"]["OriginRead"];
            /**
             * Paths
             * @description Likeliest first, none holding another
             */
            paths: components["schemas"]["PathRead"][];
        };
        /**
         * Extension
         * @description The parts of GB/T 22239-2019 beside the general one; bigdata is its informative annex H.
         * @enum {string}
         */
        Extension: "general" | "cloud" | "mobile" | "iot" | "ics" | "bigdata";
        /**
         * Family
         * @enum {string}
         */
        Family: "incident" | "exposure" | "source" | "gap";
        /**
         * FamilyRead
         * @description What open concerns of one kind take from the index.
         */
        FamilyRead: {
            /** Count */
            count: number;
            family: components["schemas"]["Family"];
            /** Family Zh */
            family_zh: string;
            /**
             * Limited
             * @description Whether the kind takes as much as it may; more of it changes nothing
             */
            limited: boolean;
            /** Points */
            points: number;
        };
        /**
         * Feed
         * @enum {string}
         */
        Feed: "fed" | "no_source" | "no_fields";
        /** FeedAdd */
        FeedAdd: {
            /**
             * Auth
             * @description `key` sends the secret as it is, as MISP wants it
             * @default
             * @enum {string}
             */
            auth?: "" | "key";
            /**
             * Ca
             * @description PEM of the authority that signed its certificate
             * @default
             */
            ca?: string;
            /**
             * Collection
             * @default
             */
            collection?: string;
            /**
             * Confidence
             * @default 50
             */
            confidence?: number;
            /**
             * Decay
             * @default false
             */
            decay?: boolean;
            /**
             * Expire Days
             * @description 0: by kind of observable
             * @default 0
             */
            expire_days?: number;
            /** Id */
            id: string;
            /**
             * Interval S
             * @default 3600
             */
            interval_s?: number;
            kind: components["schemas"]["FeedKind"];
            /** Name */
            name: string;
            /**
             * Path
             * @default
             */
            path?: string;
            /** Secret */
            secret?: string | null;
            /**
             * Url
             * @default
             */
            url?: string;
            /**
             * User
             * @default
             */
            user?: string;
        };
        /**
         * FeedHealth
         * @description waiting: not asked yet; failing: the last poll failed; paused: switched off.
         * @enum {string}
         */
        FeedHealth: "ok" | "waiting" | "failing" | "paused";
        /**
         * FeedKind
         * @enum {string}
         */
        FeedKind: "taxii" | "misp" | "folder";
        /** FeedRead */
        FeedRead: {
            /** Auth */
            auth: string;
            /**
             * Ca
             * @description Whether an authority of its own is configured
             */
            ca: boolean;
            /** Collection */
            collection: string | null;
            /** Confidence */
            confidence: number;
            /** Decay */
            decay: boolean;
            /** Enabled */
            enabled: boolean;
            /** Error */
            error: string | null;
            /** Expire Days */
            expire_days: number;
            /** Failures */
            failures: number;
            health: components["schemas"]["FeedHealth"] | null;
            /** Id */
            id: string;
            /** Indicators */
            indicators: number;
            /** Interval S */
            interval_s: number;
            /** Kind */
            kind: string;
            /** Last Poll */
            last_poll: string | null;
            /** Last Success */
            last_success: string | null;
            /** Name */
            name: string;
            /** Next Poll */
            next_poll: string | null;
            /** Path */
            path: string | null;
            /**
             * Secret
             * @description Whether a password or token is kept
             */
            secret: boolean;
            /** Url */
            url: string | null;
            /** User */
            user: string | null;
        };
        /** FeedTested */
        FeedTested: {
            /** Error */
            error: string | null;
            /** Lines */
            lines: string[];
            /** Works */
            works: boolean;
        };
        /**
         * FeedWrite
         * @description secret: password (with user) or token; kept sealed, never shown. `env:FENGSUI_FEED_…` names one of the environment.
         *     Left out, the one before stays.
         */
        FeedWrite: {
            /**
             * Auth
             * @description `key` sends the secret as it is, as MISP wants it
             * @default
             * @enum {string}
             */
            auth?: "" | "key";
            /**
             * Ca
             * @description PEM of the authority that signed its certificate
             * @default
             */
            ca?: string;
            /**
             * Collection
             * @default
             */
            collection?: string;
            /**
             * Confidence
             * @default 50
             */
            confidence?: number;
            /**
             * Decay
             * @default false
             */
            decay?: boolean;
            /**
             * Expire Days
             * @description 0: by kind of observable
             * @default 0
             */
            expire_days?: number;
            /**
             * Interval S
             * @default 3600
             */
            interval_s?: number;
            kind: components["schemas"]["FeedKind"];
            /** Name */
            name: string;
            /**
             * Path
             * @default
             */
            path?: string;
            /** Secret */
            secret?: string | null;
            /**
             * Url
             * @default
             */
            url?: string;
            /**
             * User
             * @default
             */
            user?: string;
        };
        /** Feeds */
        Feeds: {
            /** Items */
            items: components["schemas"]["FeedRead"][];
        };
        /**
         * FeedsRead
         * @description What arrives, against what rules look at.
         */
        FeedsRead: {
            /** Active */
            active: number;
            /** Datasets */
            datasets: {
                [key: string]: number;
            };
            /**
             * End
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            end: string;
            /** Fed */
            fed: number;
            /** Logsources */
            logsources: components["schemas"]["LogSourceFed"][];
            /** No Fields */
            no_fields: number;
            /** No Source */
            no_source: number;
            /**
             * Rules
             * @description That can never fire, at most a thousand
             */
            rules: components["schemas"]["UnfedRule"][];
            /**
             * Silent Sources
             * @description Sources from which nothing arrived in the range
             */
            silent_sources: string[];
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
        };
        /** FieldNames */
        FieldNames: {
            /**
             * Items
             * @description Seen ones first, then by name
             */
            items: components["schemas"]["FieldRead"][];
        };
        /** FieldRead */
        FieldRead: {
            /** Array */
            array: boolean;
            /** Meaning */
            meaning: string | null;
            /** Name */
            name: string;
            /**
             * Seen
             * @description Whether recent events within the caller's units have it
             */
            seen: boolean;
            /**
             * Type
             * @description ECS type; null for a name of the source's own
             */
            type: string | null;
        };
        /**
         * Figure
         * @description What a risk is worked out from.
         * @enum {string}
         */
        Figure: "value" | "frequency" | "ease" | "severity";
        /** FilingModel */
        FilingModel: {
            /**
             * Certificate
             * @default
             */
            certificate?: string;
            /**
             * Filed
             * @default
             * @example 2026-11-23
             */
            filed?: string;
            /**
             * Level
             * @default 0
             */
            level?: number;
            /**
             * Refiled
             * @default
             * @example 2026-11-23
             */
            refiled?: string;
            /**
             * Survey
             * @default
             * @example 2026-11-23
             */
            survey?: string;
        };
        /**
         * Format
         * @enum {string}
         */
        Format: "stix" | "misp" | "csv";
        /** FormulaRead */
        FormulaRead: {
            /** Numbers */
            numbers: components["schemas"]["NumberRead"][];
            /** Source */
            source: string;
            /** Title */
            title: string;
            /** Version */
            version: number;
        };
        /** GateExceptionAdd */
        GateExceptionAdd: {
            /** Approver */
            approver: string;
            /** Artefact */
            artefact: string;
            /** Reason */
            reason: string;
            /** Until */
            until: string;
        };
        /** GateExceptionRead */
        GateExceptionRead: {
            /** Approver */
            approver: string;
            /** Artefact */
            artefact: string;
            /** Id */
            id: string;
            /** Reason */
            reason: string;
            /** Until */
            until: string;
        };
        /** GateRead */
        GateRead: {
            /** Artefacts */
            artefacts: components["schemas"]["ArtefactRead"][];
            /** Blocked */
            blocked: string[];
            /** En */
            en: string;
            /** Go Live */
            go_live: boolean;
            /** Id */
            id: string;
            /** Passed */
            passed: string | null;
            /** Passed By */
            passed_by: string | null;
            /**
             * Sync
             * @enum {string}
             */
            sync: "plan" | "build" | "use";
            /** Zh */
            zh: string;
        };
        /** GradeConfirm */
        GradeConfirm: {
            /**
             * Grade
             * @description 1 特别重大, 2 重大, 3 较大, 4 一般
             */
            grade: number;
            /**
             * Note
             * @default
             */
            note?: string;
        };
        /**
         * GradeGround
         * @description name: of a measure; empty: the level of the alerts.
         */
        GradeGround: {
            /** En */
            en: string;
            /** Grade */
            grade: number;
            /** Name */
            name: string;
            /** Threshold */
            threshold: number;
            /** Value */
            value: number;
            /** Verify */
            verify: boolean;
            /** Zh */
            zh: string;
        };
        /**
         * GradeMeasure
         * @description at: the smallest value for each grade that has one.
         */
        GradeMeasure: {
            /** At */
            at: {
                [key: string]: number;
            };
            /** En */
            en: string;
            /** Name */
            name: string;
            /** Unit */
            unit: string;
            /** Verify */
            verify: boolean;
            /** Zh */
            zh: string;
        };
        /** GradeRead */
        GradeRead: {
            /** En */
            en: string;
            /** Grade */
            grade: number;
            /** Zh */
            zh: string;
        };
        /** GradingModel */
        GradingModel: {
            a_degree?: components["schemas"]["Degree"] | null;
            a_harmed?: components["schemas"]["Harmed"] | null;
            /**
             * Approved
             * @default
             * @example 2026-11-23
             */
            approved?: string;
            /**
             * Reason
             * @default
             */
            reason?: string;
            /**
             * Reviewed
             * @default
             * @example 2026-11-23
             */
            reviewed?: string;
            s_degree?: components["schemas"]["Degree"] | null;
            s_harmed?: components["schemas"]["Harmed"] | null;
        };
        /**
         * Harmed
         * @description Whom the damage would reach (GB/T 22240-2020, grading matrix).
         * @enum {string}
         */
        Harmed: "citizens" | "society" | "nation";
        /** HealthRead */
        HealthRead: {
            /**
             * Status
             * @constant
             */
            status: "ok";
        };
        /**
         * HeatReason
         * @description A rule that spoke of it lately.
         */
        HeatReason: {
            /** Alerts */
            alerts: number;
            /**
             * Last
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last: string;
            level: components["schemas"]["Level"];
            /** Rule */
            rule: string;
            /**
             * Sample
             * @description One of the alerts
             */
            sample: string;
            /**
             * Share
             * @description Of the heat, in points
             */
            share: number;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
        };
        /** HeldCount */
        HeldCount: {
            /** Bytes */
            bytes: number;
            /**
             * Cut
             * @description Records kept in part
             */
            cut: number;
            /** Kept Bytes */
            kept_bytes: number;
            /** Reason */
            reason: string;
            /** Records */
            records: number;
            /** Replayed */
            replayed: number;
            /** Source */
            source: string;
            /** Unit */
            unit: string;
            /**
             * Without Body
             * @description Records of which only place, size and digest were kept
             */
            without_body: number;
        };
        /**
         * HeldCounts
         * @description Totals since the beginning; they stay when records are deleted.
         */
        HeldCounts: {
            /**
             * Items
             * @description Most records first
             */
            items: components["schemas"]["HeldCount"][];
            /** Records */
            records: number;
            /**
             * Waiting
             * @description Never marked as read
             */
            waiting: number;
        };
        /** HeldDetail */
        HeldDetail: {
            /**
             * Base64
             * @description The bytes that were kept
             */
            base64: string | null;
            /**
             * Digest
             * @description BLAKE2b of 16 bytes of the whole record, hexadecimal
             */
            digest: string;
            /**
             * Event Ids
             * @description The events it became, at most a hundred
             */
            event_ids: string[];
            /**
             * Failure
             * @description Why it failed again, a stable slug; null when it did not
             */
            failure: string | null;
            /** Failure Message */
            failure_message: string | null;
            /** Id */
            id: number;
            /**
             * Kept
             * @description Bytes of it that were kept
             */
            kept: number;
            /**
             * Kind
             * @description What reads such records; null for those held before it was kept
             */
            kind: string | null;
            /** Message */
            message: string;
            /**
             * Meta
             * @description Facts from outside the record: the peer, when it came
             */
            meta: {
                [key: string]: string | number;
            };
            /**
             * Position
             * @description Place in the input: byte offset or record number
             */
            position: string;
            /**
             * Queued
             * @description Since when it waits to be read again
             */
            queued: string | null;
            /**
             * Reason
             * @description Stable slug
             * @example syslog.priority
             */
            reason: string;
            /**
             * Replayable
             * @description Whether it can be read again: kept whole, and of a kind that is read record by record
             */
            replayable: boolean;
            /**
             * Replayed
             * @description When it became events, or somebody said it was read elsewhere
             */
            replayed: string | null;
            /**
             * Sample
             * @description Its beginning as text, bytes that are none as \xNN; null when no byte was kept
             */
            sample: string | null;
            /**
             * Size
             * @description Bytes of the whole record
             */
            size: number;
            /** Source */
            source: string;
            state: components["schemas"]["HeldState"];
            /** State Zh */
            state_zh: string;
            /**
             * Text
             * @description All that was kept, as `sample`
             */
            text: string | null;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /**
             * Tried
             * @description When it was last read again
             */
            tried: string | null;
            /** Tries */
            tries: number;
            /** Unit */
            unit: string;
        };
        /** HeldPage */
        HeldPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["HeldRead"][];
        };
        /** HeldRead */
        HeldRead: {
            /**
             * Digest
             * @description BLAKE2b of 16 bytes of the whole record, hexadecimal
             */
            digest: string;
            /**
             * Event Ids
             * @description The events it became, at most a hundred
             */
            event_ids: string[];
            /**
             * Failure
             * @description Why it failed again, a stable slug; null when it did not
             */
            failure: string | null;
            /** Failure Message */
            failure_message: string | null;
            /** Id */
            id: number;
            /**
             * Kept
             * @description Bytes of it that were kept
             */
            kept: number;
            /**
             * Kind
             * @description What reads such records; null for those held before it was kept
             */
            kind: string | null;
            /** Message */
            message: string;
            /**
             * Position
             * @description Place in the input: byte offset or record number
             */
            position: string;
            /**
             * Queued
             * @description Since when it waits to be read again
             */
            queued: string | null;
            /**
             * Reason
             * @description Stable slug
             * @example syslog.priority
             */
            reason: string;
            /**
             * Replayable
             * @description Whether it can be read again: kept whole, and of a kind that is read record by record
             */
            replayable: boolean;
            /**
             * Replayed
             * @description When it became events, or somebody said it was read elsewhere
             */
            replayed: string | null;
            /**
             * Sample
             * @description Its beginning as text, bytes that are none as \xNN; null when no byte was kept
             */
            sample: string | null;
            /**
             * Size
             * @description Bytes of the whole record
             */
            size: number;
            /** Source */
            source: string;
            state: components["schemas"]["HeldState"];
            /** State Zh */
            state_zh: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /**
             * Tried
             * @description When it was last read again
             */
            tried: string | null;
            /** Tries */
            tries: number;
            /** Unit */
            unit: string;
        };
        /**
         * HeldState
         * @description waiting: nobody did anything yet; queued: will be read again; failed_again: was, in vain; became_events: was, with
         *     success; marked: somebody said it was read elsewhere.
         * @enum {string}
         */
        HeldState: "waiting" | "queued" | "failed_again" | "became_events" | "marked";
        /** HiddenPage */
        HiddenPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["HiddenRead"][];
        };
        /**
         * HiddenRead
         * @description An alert that was kept back.
         */
        HiddenRead: {
            /** Event Ids */
            event_ids: string[];
            /** Id */
            id: string;
            level: components["schemas"]["Level"];
            /** Matched */
            matched: {
                [key: string]: unknown;
            };
            /** Rule */
            rule: string;
            /** Summary */
            summary: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string | null;
            /** Unit */
            unit: string;
        };
        /**
         * HistogramRead
         * @description Every interval of the range, empty ones too, aligned to multiples of it.
         */
        HistogramRead: {
            /** Buckets */
            buckets: components["schemas"]["BucketRead"][];
            /** End */
            end: string | null;
            /** Interval S */
            interval_s: number;
            /**
             * Partial
             * @description Why not everything could be searched, a line each; empty when the answer is whole
             */
            partial: string[];
            /** Start */
            start: string | null;
            /** Total */
            total: number;
        };
        /** HotEntities */
        HotEntities: {
            /**
             * Items
             * @description Hottest first
             */
            items: components["schemas"]["HotEntity"][];
        };
        /**
         * HotEntity
         * @description What has alerts of the last week, fading by half a day by day; repetitions count less and less.
         */
        HotEntity: {
            /**
             * Heat
             * @description 0 to 100
             */
            heat: number;
            /** Key */
            key: string;
            kind: components["schemas"]["EntityKind"];
            /** Kind Zh */
            kind_zh: string;
            /**
             * Last
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last: string;
            /**
             * Name
             * @description Of its register record
             */
            name: string | null;
            /**
             * Reasons
             * @description Largest first, at most five; the shares of all sum up to heat
             */
            reasons: components["schemas"]["HeatReason"][];
            /**
             * Unit
             * @description Of its register record
             */
            unit: string | null;
            /** Value */
            value: string;
        };
        /**
         * HuntAdd
         * @description imported left out: all active indicators.
         */
        HuntAdd: {
            /**
             * End
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            end: string;
            /** Imported */
            imported?: number | null;
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
        };
        /** HuntRead */
        HuntRead: {
            /** Actor */
            actor: string;
            /**
             * Alerts
             * @description New alerts; what was known before makes none
             */
            alerts: number;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /**
             * End
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            end: string;
            /** Events */
            events: number;
            /** Finished */
            finished: string | null;
            /**
             * Imported
             * @description Whose indicators; null for all active ones
             */
            imported: number | null;
            /** Message */
            message: string | null;
            /** Number */
            number: number;
            /** Observables */
            observables: number;
            /**
             * Progress
             * @description 0 to 1
             */
            progress: number;
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
            state: components["schemas"]["HuntState"];
        };
        /**
         * HuntState
         * @enum {string}
         */
        HuntState: "waiting" | "running" | "done" | "failed" | "cancelled";
        /** Hunts */
        Hunts: {
            /** Items */
            items: components["schemas"]["HuntRead"][];
        };
        /** ImportDetail */
        ImportDetail: {
            /** Actor */
            actor: string;
            /** Added */
            added: number;
            /** File */
            file: string;
            /** Format */
            format: string;
            /** Items */
            items: number;
            /** Number */
            number: number;
            /** Problems */
            problems: components["schemas"]["ItemRead"][];
            /** Reasons */
            reasons: {
                [key: string]: number;
            };
            /** Refused */
            refused: number;
            /** Rejected */
            rejected: number;
            /** Sightings */
            sightings: number;
            /** Source */
            source: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Unchanged */
            unchanged: number;
            /** Updated */
            updated: number;
        };
        /**
         * ImportDocument
         * @description mapping: our column to the table's, for a CSV file whose columns are not recognised.
         */
        ImportDocument: {
            /**
             * Confidence
             * @description For indicators that state none
             * @default 50
             */
            confidence?: number;
            /**
             * Content
             * @description The document in Base64
             */
            content: string;
            /**
             * File
             * @default
             */
            file?: string;
            format?: components["schemas"]["Format"] | null;
            /** Mapping */
            mapping?: {
                [key: string]: string;
            };
            /**
             * Source
             * @default file
             */
            source?: string;
        };
        /** ImportPage */
        ImportPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["ImportRead"][];
        };
        /** ImportRead */
        ImportRead: {
            /** Actor */
            actor: string;
            /** Added */
            added: number;
            /** File */
            file: string;
            /** Format */
            format: string;
            /** Items */
            items: number;
            /** Number */
            number: number;
            /** Reasons */
            reasons: {
                [key: string]: number;
            };
            /** Refused */
            refused: number;
            /** Rejected */
            rejected: number;
            /** Sightings */
            sightings: number;
            /** Source */
            source: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Unchanged */
            unchanged: number;
            /** Updated */
            updated: number;
        };
        /** IncidentChangeRead */
        IncidentChangeRead: {
            /** Actor */
            actor: string;
            /** Alert */
            alert: string | null;
            /**
             * Kind
             * @description opened, grew, merged, split, closed, decided, reopened
             */
            kind: string;
            level: components["schemas"]["Level"];
            /** Note */
            note: string;
            /** Score */
            score: number;
            status: components["schemas"]["IncidentStatus"];
            /** Status Zh */
            status_zh: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /** IncidentCounts */
        IncidentCounts: {
            /** Statuses */
            statuses: components["schemas"]["StatusTotal"][];
            /**
             * Total
             * @description Without those merged into others
             */
            total: number;
        };
        /** IncidentDecision */
        IncidentDecision: {
            /**
             * Note
             * @description For people; goes into the history and the audit trail
             * @default
             */
            note?: string;
            /**
             * Status
             * @enum {string}
             */
            status: "new" | "in_progress" | "on_hold" | "resolved" | "closed";
        };
        /** IncidentDetail */
        IncidentDetail: {
            /** Alert Count */
            alert_count: number;
            /**
             * Because
             * @description The largest reasons for the confidence, the largest first
             */
            because: string[];
            /** Because Zh */
            because_zh: string[];
            /**
             * Confidence
             * @description 0 to 1: how probable it is that this is an attack; null while nothing is known
             */
            confidence: number | null;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Decided */
            decided: string | null;
            /**
             * Decided By
             * @description Whose status it carries; null while it is the correlator's
             */
            decided_by: string | null;
            /** Entities */
            entities: components["schemas"]["EntityRead"][];
            /** Entity Count */
            entity_count: number;
            /**
             * Escalated
             * @description False for a candidate: too little so far to bother anybody
             */
            escalated: boolean;
            /**
             * First Event
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            first_event: string;
            /** Id */
            id: string;
            /**
             * Last Event
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last_event: string;
            level: components["schemas"]["Level"];
            /** Level Zh */
            level_zh: string;
            /**
             * Members
             * @description In order of time, the newest thousand; list alerts by incident for the others
             */
            members: components["schemas"]["MemberRead"][];
            /**
             * Merged Into
             * @description The incident it lives on in
             */
            merged_into: string | null;
            /** Note */
            note: string;
            /**
             * Partial
             * @description Whether it also concerns units the caller does not see
             */
            partial: boolean;
            /**
             * Related
             * @description Incidents something connects with this one too weakly to make them one
             */
            related: string[];
            /**
             * Score
             * @description How much it asks for attention
             */
            score: number;
            /**
             * Scored
             * @description What the score is made of, in the order in which it is counted
             */
            scored: string[];
            /** Scored Zh */
            scored_zh: string[];
            status: components["schemas"]["IncidentStatus"];
            /** Status Zh */
            status_zh: string;
            /**
             * Steps
             * @description In order of time
             */
            steps: components["schemas"]["StepRead"][];
            /** Story */
            story: string;
            /** Story Zh */
            story_zh: string;
            /**
             * Tactics
             * @description In order of time
             */
            tactics: components["schemas"]["TacticRead"][];
            /** Techniques */
            techniques: components["schemas"]["TechniqueRead"][];
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
            /** Units */
            units: string[];
            /**
             * Updated
             * Format: date-time
             * @description When the correlator last changed it
             * @example 2026-11-22T08:01:02.000003Z
             */
            updated: string;
        };
        /** IncidentGraph */
        IncidentGraph: {
            /** Aggregated */
            aggregated: boolean;
            /**
             * Edges
             * @description In the order of time
             */
            edges: components["schemas"]["EdgeRead"][];
            /**
             * Entities
             * @description Nodes there are before any were put together
             */
            entities: number;
            /**
             * Left Out
             * @description Alerts beyond the newest two thousand, which are not drawn
             */
            left_out: number;
            /**
             * Nodes
             * @description In the order they appeared
             */
            nodes: components["schemas"]["NodeRead"][];
        };
        /** IncidentHistory */
        IncidentHistory: {
            /**
             * Items
             * @description Oldest first
             */
            items: components["schemas"]["IncidentChangeRead"][];
        };
        /** IncidentMerge */
        IncidentMerge: {
            /**
             * Note
             * @description For people; goes into the history and the audit trail
             * @default
             */
            note?: string;
            /**
             * Other
             * @description The incident that lives on in this one
             */
            other: string;
        };
        /**
         * IncidentOutlook
         * @description Everything here is derived from the register and the alerts the caller sees; probabilities are working assumptions
         *     that order answers.
         */
        IncidentOutlook: {
            /**
             * As Of
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            as_of: string;
            blast: components["schemas"]["BlastRead"];
            /**
             * Containment
             * @description The cheapest, then up to two others; none when nothing classified is within reach
             */
            containment: components["schemas"]["ContainmentRead"][];
            /** Held */
            held: components["schemas"]["AttackerHolds"][];
            /** Next */
            next: components["schemas"]["NextStepRead"][];
            /**
             * Unplaced
             * @description Keys of machines and accounts the alerts name and the register does not know
             */
            unplaced: string[];
        };
        /** IncidentPage */
        IncidentPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["IncidentRead"][];
        };
        /** IncidentRead */
        IncidentRead: {
            /** Alert Count */
            alert_count: number;
            /**
             * Because
             * @description The largest reasons for the confidence, the largest first
             */
            because: string[];
            /** Because Zh */
            because_zh: string[];
            /**
             * Confidence
             * @description 0 to 1: how probable it is that this is an attack; null while nothing is known
             */
            confidence: number | null;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Decided */
            decided: string | null;
            /**
             * Decided By
             * @description Whose status it carries; null while it is the correlator's
             */
            decided_by: string | null;
            /**
             * Entities
             * @description The first twelve
             */
            entities: components["schemas"]["EntityRead"][];
            /** Entity Count */
            entity_count: number;
            /**
             * Escalated
             * @description False for a candidate: too little so far to bother anybody
             */
            escalated: boolean;
            /**
             * First Event
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            first_event: string;
            /** Id */
            id: string;
            /**
             * Last Event
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last_event: string;
            level: components["schemas"]["Level"];
            /** Level Zh */
            level_zh: string;
            /**
             * Merged Into
             * @description The incident it lives on in
             */
            merged_into: string | null;
            /** Note */
            note: string;
            /**
             * Partial
             * @description Whether it also concerns units the caller does not see
             */
            partial: boolean;
            /**
             * Related
             * @description Incidents something connects with this one too weakly to make them one
             */
            related: string[];
            /**
             * Score
             * @description How much it asks for attention
             */
            score: number;
            /**
             * Scored
             * @description What the score is made of, in the order in which it is counted
             */
            scored: string[];
            /** Scored Zh */
            scored_zh: string[];
            status: components["schemas"]["IncidentStatus"];
            /** Status Zh */
            status_zh: string;
            /**
             * Tactics
             * @description In order of time
             */
            tactics: components["schemas"]["TacticRead"][];
            /** Techniques */
            techniques: components["schemas"]["TechniqueRead"][];
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
            /** Units */
            units: string[];
            /**
             * Updated
             * Format: date-time
             * @description When the correlator last changed it
             * @example 2026-11-22T08:01:02.000003Z
             */
            updated: string;
        };
        /** IncidentSplit */
        IncidentSplit: {
            /**
             * Alerts
             * @description Alerts of the incident that become one of their own
             */
            alerts: string[];
            /**
             * Note
             * @description For people; goes into the history and the audit trail
             * @default
             */
            note?: string;
        };
        /**
         * IncidentStatus
         * @description Status words of the OCSF class Incident Finding.
         * @enum {string}
         */
        IncidentStatus: "new" | "in_progress" | "on_hold" | "resolved" | "closed" | "merged";
        /** IncidentStory */
        IncidentStory: {
            /**
             * Sentences
             * @description In order of time
             */
            sentences: components["schemas"]["SentenceRead"][];
            /**
             * Strip
             * @description Every tactic of the Enterprise matrix in its order, those of ICS behind when there are any
             */
            strip: components["schemas"]["TacticHit"][];
        };
        /**
         * IndicatorAdd
         * @description kind left out: recognised from the value.
         */
        IndicatorAdd: {
            /**
             * Confidence
             * @default 75
             */
            confidence?: number;
            kind?: components["schemas"]["ObservableKind"] | null;
            /** Labels */
            labels?: string[];
            /**
             * Name
             * @default
             */
            name?: string;
            /** Techniques */
            techniques?: string[];
            /** Tlp */
            tlp?: ("clear" | "green" | "amber" | "amber+strict" | "red") | null;
            /** Valid Until */
            valid_until?: string | null;
            /** Value */
            value: string;
        };
        /** IndicatorDetail */
        IndicatorDetail: {
            /**
             * Added
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            added: string;
            /**
             * Alerts
             * @description Alerts about its value; null without alerts:read
             */
            alerts: number | null;
            /** Confidence */
            confidence: number;
            /**
             * Fields
             * @description Event fields in which it is looked for
             */
            fields: string[];
            kind: components["schemas"]["ObservableKind"];
            /** @description Level of the alerts it makes */
            level: components["schemas"]["Level"];
            /** Number */
            number: number;
            /**
             * Override
             * @description Who said that it is matched nevertheless, and why
             */
            override: string | null;
            /** Reported */
            reported: components["schemas"]["ReportedRead"][];
            /**
             * Revoked By
             * @description Who withdrew it by hand
             */
            revoked_by: string | null;
            /** Said */
            said: components["schemas"]["Provenance"][];
            /**
             * Sightings
             * @description Null without the permission alerts:read
             */
            sightings: components["schemas"]["SightingRead"][] | null;
            /**
             * Sources
             * @description Sources that stand by it
             */
            sources: number;
            state: components["schemas"]["IndicatorState"];
            /**
             * Updated
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            updated: string;
            /** Valid From */
            valid_from: string | null;
            /** Valid Until */
            valid_until: string | null;
            /** Value */
            value: string;
            /**
             * Warning
             * @description Why a warning list holds it
             */
            warning: string | null;
        };
        /** IndicatorPage */
        IndicatorPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["IndicatorRead"][];
        };
        /**
         * IndicatorRead
         * @description An observable with what all its sources together say.
         */
        IndicatorRead: {
            /**
             * Added
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            added: string;
            /** Confidence */
            confidence: number;
            kind: components["schemas"]["ObservableKind"];
            /** @description Level of the alerts it makes */
            level: components["schemas"]["Level"];
            /** Number */
            number: number;
            /**
             * Override
             * @description Who said that it is matched nevertheless, and why
             */
            override: string | null;
            /**
             * Revoked By
             * @description Who withdrew it by hand
             */
            revoked_by: string | null;
            /**
             * Sources
             * @description Sources that stand by it
             */
            sources: number;
            state: components["schemas"]["IndicatorState"];
            /**
             * Updated
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            updated: string;
            /** Valid From */
            valid_from: string | null;
            /** Valid Until */
            valid_until: string | null;
            /** Value */
            value: string;
            /**
             * Warning
             * @description Why a warning list holds it
             */
            warning: string | null;
        };
        /** IndicatorReason */
        IndicatorReason: {
            /**
             * Why
             * @default
             */
            why?: string;
        };
        /**
         * IndicatorState
         * @description active: matched; expired: its time is over; refused: a warning list holds it; revoked: withdrawn.
         * @enum {string}
         */
        IndicatorState: "active" | "expired" | "refused" | "revoked";
        /** IndicatorSummary */
        IndicatorSummary: {
            /** Active */
            active: number;
            /** Expired */
            expired: number;
            /** Index Built */
            index_built: string | null;
            /** Index Size */
            index_size: number;
            /**
             * Index Version
             * @description What events are matched with
             */
            index_version: number;
            /** Refused */
            refused: number;
            /** Revoked */
            revoked: number;
            /** Sources */
            sources: number;
            /**
             * State Version
             * @description What is known; larger while a new index is being built
             */
            state_version: number;
        };
        /** InventoryChange */
        InventoryChange: {
            action: components["schemas"]["Action"];
            /** Fields */
            fields: components["schemas"]["InventoryDifference"][];
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Where */
            where: string;
        };
        /** InventoryChoice */
        InventoryChoice: {
            /** Title Zh */
            title_zh: string;
            /** Value */
            value: string;
        };
        /** InventoryDifference */
        InventoryDifference: {
            /** After */
            after: unknown;
            /** Before */
            before: unknown;
            /** Field */
            field: string;
        };
        /** InventoryField */
        InventoryField: {
            /** Choices */
            choices: components["schemas"]["InventoryChoice"][];
            /** Least */
            least: number | null;
            /** Most */
            most: number | null;
            /** Name */
            name: string;
            /**
             * Points To
             * @description Kinds of the records its value names
             */
            points_to: components["schemas"]["InventoryKind"][];
            /** Required */
            required: boolean;
            /** Title Zh */
            title_zh: string;
            /**
             * Type
             * @description text, texts, integer, number, boolean, time or choice
             */
            type: string;
        };
        /** InventoryForm */
        InventoryForm: {
            /** Form */
            form: string;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
        };
        /**
         * InventoryKind
         * @enum {string}
         */
        InventoryKind: "systems" | "zones" | "conduits" | "assets" | "services" | "accounts" | "groups" | "rights" | "exposures" | "data_sets" | "data_grants" | "controls";
        /** InventoryKindRead */
        InventoryKindRead: {
            /** Fields */
            fields: components["schemas"]["InventoryField"][];
            kind: components["schemas"]["InventoryKind"];
            /**
             * Records
             * @description How many the caller may see
             */
            records: number;
            /** Title Zh */
            title_zh: string;
        };
        /**
         * InventoryPlan
         * @description What a file changes. digest: for applying exactly this.
         */
        InventoryPlan: {
            /**
             * Changes
             * @description The first of them, unchanged ones left out
             */
            changes: components["schemas"]["InventoryChange"][];
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Digest */
            digest: string;
            /** Form */
            form: string;
            /** Passed Over */
            passed_over: number;
            /**
             * Rejected
             * @description The first of them
             */
            rejected: components["schemas"]["InventoryRejected"][];
            /** Scanner */
            scanner: string | null;
        };
        /** InventoryRead */
        InventoryRead: {
            /**
             * Forms
             * @description Forms of files that can be imported
             */
            forms: components["schemas"]["InventoryForm"][];
            /** Kinds */
            kinds: components["schemas"]["InventoryKindRead"][];
        };
        /** InventoryRecord */
        InventoryRecord: {
            /** Id */
            id: string;
            kind: components["schemas"]["InventoryKind"];
            /**
             * Name
             * @description What to call it
             */
            name: string;
            /** Name Zh */
            name_zh: string | null;
            /** Unit */
            unit: string;
            /**
             * Values
             * @description Every field by its name; times are microseconds, 0 for none
             */
            values: {
                [key: string]: unknown;
            };
        };
        /** InventoryRecordDetail */
        InventoryRecordDetail: {
            /**
             * More
             * @description Whether there are more than are listed
             */
            more: boolean;
            record: components["schemas"]["InventoryRecord"];
            /** Related */
            related: components["schemas"]["RelatedRecord"][];
        };
        /** InventoryRecordPage */
        InventoryRecordPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["InventoryRecord"][];
            /** Total */
            total: number;
        };
        /** InventoryRecordPut */
        InventoryRecordPut: {
            /**
             * Values
             * @description Fields to set; those left out stay as they are
             */
            values: {
                [key: string]: unknown;
            };
        };
        /** InventoryRejected */
        InventoryRejected: {
            /** Reason */
            reason: string;
            /** Where */
            where: string;
        };
        /**
         * ItemAnswer
         * @description An item of classified protection that answers too.
         */
        ItemAnswer: {
            /** En */
            en: string;
            /** Item */
            item: string;
            verdict: components["schemas"]["Verdict"];
            /** Zh */
            zh: string;
        };
        /** ItemBrief */
        ItemBrief: {
            auto: components["schemas"]["Verdict"] | null;
            /** Case */
            case: string;
            /** Category */
            category: string;
            /** Clause */
            clause: string;
            /** Control En */
            control_en: string;
            /** Control Zh */
            control_zh: string;
            /** En */
            en: string;
            extension: components["schemas"]["Extension"];
            /** Id */
            id: string;
            official: components["schemas"]["Verdict"] | null;
            /** Outdated */
            outdated: boolean;
            reviewed: components["schemas"]["Verdict"] | null;
            /**
             * Risk
             * @enum {string}
             */
            risk: "high" | "medium" | "low";
            /** Task */
            task: string;
            /** Trigger */
            trigger: string;
            verdict: components["schemas"]["Verdict"];
            /** Verify */
            verify: string;
            /** Verify Zh */
            verify_zh: string;
            /** Zh */
            zh: string;
        };
        /** ItemChange */
        ItemChange: {
            after: components["schemas"]["Verdict"];
            before: components["schemas"]["Verdict"];
            /** Evidence */
            evidence: string;
            /** Rule */
            rule: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /** ItemDetail */
        ItemDetail: {
            /** Answers */
            answers: components["schemas"]["AnswerRead"][];
            /** Documents */
            documents: components["schemas"]["DocumentRead"][];
            /**
             * Evidence
             * @enum {string}
             */
            evidence: "automated" | "mixed" | "manual";
            /** Hint */
            hint: string;
            /** History */
            history: components["schemas"]["ItemChange"][];
            item: components["schemas"]["ItemBrief"];
            /** Not Applicable */
            not_applicable: string;
            /** Reviews */
            reviews: components["schemas"]["ReviewRead"][];
            /** Sealed */
            sealed: components["schemas"]["SealRead"][];
            /** Unit Id */
            unit_id: string;
        };
        /** ItemRead */
        ItemRead: {
            /** External Id */
            external_id: string;
            /** Message */
            message: string;
            /** Position */
            position: string;
            /** Reason */
            reason: string;
            /** Value */
            value: string;
        };
        /**
         * JobState
         * @enum {string}
         */
        JobState: "running" | "done" | "failed" | "cancelled";
        /**
         * Judgement
         * @enum {string}
         */
        Judgement: "agreed" | "question" | "finding";
        /**
         * Kept
         * @description kept: sensors within the caller's units still keep packets of that time.
         */
        Kept: {
            /** Kept */
            kept: boolean;
        };
        /** KeptReportPage */
        KeptReportPage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["KeptReportRead"][];
        };
        /**
         * KeptReportRead
         * @description sm3: of the file. signed: it comes in an archive together with its signature.
         */
        KeptReportRead: {
            /** En */
            en: string;
            /** File */
            file: string;
            /** Format */
            format: string;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Language */
            language: string;
            /**
             * Made
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            made: string;
            /** Schedule */
            schedule: string;
            /** Signed */
            signed: boolean;
            /** Size */
            size: number;
            /** Sm3 */
            sm3: string;
            /** Subject */
            subject: string;
            /** Unit */
            unit: string;
            /** Zh */
            zh: string;
        };
        /** KeyPostModel */
        KeyPostModel: {
            /**
             * Checked
             * @default
             * @example 2026-11-23
             */
            checked?: string;
            /** Name */
            name: string;
            /**
             * Post
             * @default
             */
            post?: string;
        };
        /**
         * Kind
         * @enum {string}
         */
        Kind: "owner" | "data_set" | "service" | "actor" | "recipient" | "unit" | "proof" | "others";
        /**
         * Lamp
         * @description Of a system or repository. red: cannot be relied on. amber: a goal is missed. grey: nothing is known.
         * @enum {string}
         */
        Lamp: "green" | "amber" | "red" | "grey";
        /**
         * Level
         * @description Sigma rule level.
         * @enum {string}
         */
        Level: "informational" | "low" | "medium" | "high" | "critical";
        /** LevelCount */
        LevelCount: {
            /** Count */
            count: number;
            level: components["schemas"]["Level"];
            /** Level Zh */
            level_zh: string;
        };
        /**
         * LifePhase
         * @description The ten phases of a data set's life that controls and audit events are kept by. Own list after 上海市数据条例
         *     (2022) chapter 3 and GB/T 37988-2019, which has six; verify with the municipal platform's list.
         * @enum {string}
         */
        LifePhase: "collect" | "transfer" | "store" | "use" | "share" | "open" | "operate" | "entrust" | "export_abroad" | "destroy";
        /**
         * LineageEdge
         * @description standing: whether an approval stood then; `registered` has no event behind it.
         */
        LineageEdge: {
            /** Actions */
            actions: {
                [key: string]: number;
            };
            /** Approvals */
            approvals: string[];
            /** Count */
            count: number;
            /** Event Ids */
            event_ids: string[];
            /** Fields */
            fields: string[];
            /** First */
            first: string | null;
            /** Id */
            id: string;
            /** Identifiers */
            identifiers: number;
            /** Last */
            last: string | null;
            link: components["schemas"]["Link"];
            /** Purposes */
            purposes: string[];
            /** Rows */
            rows: number;
            /** Size Bytes */
            size_bytes: number;
            /** Source */
            source: string;
            standing: components["schemas"]["Standing"];
            /** Target */
            target: string;
        };
        /**
         * LineageNode
         * @description name, name_zh: what the unit is called that is meant; else the label again.
         */
        LineageNode: {
            /** Id */
            id: string;
            kind: components["schemas"]["Kind"];
            /** Label */
            label: string;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Size */
            size: number;
            /** Unit */
            unit: string;
            /** X */
            x: number;
            /** Y */
            y: number;
        };
        /**
         * LineageRead
         * @description cut: there were more events than a graph is made of. more: events on edges beyond the bound. query: finds the events.
         */
        LineageRead: {
            /** Aggregated */
            aggregated: boolean;
            /** Cut */
            cut: boolean;
            /** Edges */
            edges: components["schemas"]["LineageEdge"][];
            /**
             * End
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            end: string;
            /** Events */
            events: number;
            /** More */
            more: number;
            /** Nodes */
            nodes: components["schemas"]["LineageNode"][];
            /** Proofs */
            proofs: number;
            /** Query */
            query: string;
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
            /** Unapproved */
            unapproved: number;
        };
        /**
         * Link
         * @description owns, grant, approval: what registers say; flow, destroyed: what events show.
         * @enum {string}
         */
        Link: "owns" | "grant" | "approval" | "flow" | "destroyed";
        /**
         * ListRead
         * @description A list of components of one product. affected: components with known weaknesses.
         */
        ListRead: {
            /**
             * Added
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            added: string;
            /** Added By */
            added_by: string;
            /** Affected */
            affected: number;
            /** Components */
            components: number;
            /** Product */
            product: string;
            /** Sm3 */
            sm3: string;
        };
        /**
         * LiveEvents
         * @description The JSON in the `data` line of a server-sent event, by the event's name
         */
        LiveEvents: {
            alert: components["schemas"]["ChangeSeen"];
            clock: components["schemas"]["ChangeSeen"];
            incident: components["schemas"]["ChangeSeen"];
            notice: components["schemas"]["ChangeSeen"];
            ready: components["schemas"]["Positioned"];
            reset: components["schemas"]["Positioned"];
            situation: components["schemas"]["ChangeSeen"];
            sources: components["schemas"]["SourcesSeen"];
        };
        /** LogSourceFed */
        LogSourceFed: {
            /**
             * Datasets
             * @description That feed it, in the range
             */
            datasets: string[];
            /** Fed */
            fed: number;
            /** Kinds */
            kinds: string[];
            /** Logsource */
            logsource: string;
            /** Rules */
            rules: number;
        };
        /**
         * LookKind
         * @description snapshots: what is there, quick. check: whether it can be read, a part of the packs each time.
         * @enum {string}
         */
        LookKind: "snapshots" | "check";
        /**
         * LookOutcome
         * @description missing: no repository there, or the way to it is down. locked_out: the password opens nothing. unsure: it took too
         *     long or failed in a way nobody knows.
         * @enum {string}
         */
        LookOutcome: "ok" | "missing" | "locked_out" | "corrupt" | "unsure";
        /** LostMark */
        LostMark: {
            /** En */
            en: string;
            /** Mark */
            mark: string;
            /** Minus */
            minus: number;
            /** Zh */
            zh: string;
        };
        /** MajorChangeModel */
        MajorChangeModel: {
            /** Day */
            day: string;
            /**
             * Reported
             * @default
             * @example 2026-11-23
             */
            reported?: string;
            /** What */
            what: string;
        };
        /** MarkReplayed */
        MarkReplayed: {
            /** Records */
            records: number[];
        };
        /** Marked */
        Marked: {
            /**
             * Marked
             * @description How many were waiting until now
             */
            marked: number;
        };
        /** MemberRead */
        MemberRead: {
            alert: components["schemas"]["AlertRead"];
            reason: components["schemas"]["Why"];
        };
        /** MethodsRead */
        MethodsRead: {
            /**
             * Oidc
             * @description Text of the button that leads to the identity provider; null when off
             */
            oidc: string | null;
            /** Password */
            password: boolean;
        };
        /**
         * Mode
         * @description 平时, 重保, 战时.
         * @enum {string}
         */
        Mode: "peacetime" | "guarded" | "wartime";
        /** ModeChangeRead */
        ModeChangeRead: {
            /** By */
            by: string;
            mode: components["schemas"]["Mode"];
            /** Reason */
            reason: string;
            /**
             * Since
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            since: string;
            /** Until */
            until: string | null;
        };
        /**
         * ModeRead
         * @description What a mode changes: from which level incidents get statutory clocks at once, deadlines of notices, how often units
         *     report that nothing happened (0: not at all), how often a brief is written, who has to be on duty; from which share of the
         *     usual score incidents are shown, and thresholds of behaviour detectors (detector, threshold, value) that ask for less.
         */
        ModeRead: {
            /** Brief Hours */
            brief_hours: number;
            case_from_level: components["schemas"]["Level"];
            /** En */
            en: string;
            /** Escalate */
            escalate: number;
            /** Handle Hours */
            handle_hours: number;
            /** Lead */
            lead: boolean;
            mode: components["schemas"]["Mode"];
            /** On Duty */
            on_duty: number;
            /** Sign Minutes */
            sign_minutes: number;
            /** Thresholds */
            thresholds: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** Zero Report Hours */
            zero_report_hours: number;
            /** Zh */
            zh: string;
        };
        /** ModeSet */
        ModeSet: {
            mode: components["schemas"]["Mode"];
            /** Reason */
            reason: string;
            /**
             * Until
             * @description When peacetime returns by itself
             */
            until?: string | null;
        };
        /** MultiplierRead */
        MultiplierRead: {
            /**
             * Name
             * @example status
             * @example age
             * @example criticality
             * @example mlps
             */
            name: string;
            /**
             * Of
             * @description Which entry of the formula; for age the hours since the last event
             */
            of: string;
            /** Value */
            value: number;
        };
        /**
         * Named
         * @description A name in both languages. verify, verify_zh: what nobody has confirmed about it, empty when nothing.
         */
        Named: {
            /** En */
            en: string;
            /** Id */
            id: string;
            /**
             * Verify
             * @default
             */
            verify?: string;
            /**
             * Verify Zh
             * @default
             */
            verify_zh?: string;
            /** Zh */
            zh: string;
        };
        /**
         * NamedRead
         * @description A record of the register. id and kind are null for what the caller does not see.
         */
        NamedRead: {
            /** Id */
            id: string | null;
            /**
             * Kind
             * @example asset
             * @example service
             * @example account
             * @example data_set
             * @example zone
             */
            kind: string | null;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Unit */
            unit: string | null;
        };
        /** NewPassword */
        NewPassword: {
            /**
             * Password
             * @description One-time password; shown only now
             */
            password: string;
        };
        /** NextStepRead */
        NextStepRead: {
            /** Alerts */
            alerts: string[];
            /**
             * Feasibility
             * @description That it can be taken and works out
             */
            feasibility: number;
            /**
             * P
             * @description Its share among all steps that can be taken now
             */
            p: number;
            /**
             * Prior
             * @description How usual its tactic is after what was seen
             */
            prior: number;
            /**
             * Recency
             * @description How fresh what it rests on is
             */
            recency: number;
            /**
             * Seen By
             * @description Rules that would see it; empty is a gap
             */
            seen_by: components["schemas"]["WatchRead"][];
            step: components["schemas"]["PathStepRead"];
            /**
             * Value
             * @description What the target is worth to an attacker
             */
            value: number;
            /** Why */
            why: string;
            /** Why Zh */
            why_zh: string;
        };
        /** NodeRead */
        NodeRead: {
            /** Acts */
            acts: boolean;
            /**
             * Alert Ids
             * @description At most fifty
             */
            alert_ids: string[];
            /** Alerts */
            alerts: number;
            /**
             * First
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            first: string;
            /** Id */
            id: string;
            /**
             * Keys
             * @description Entities it stands for, at most two hundred
             */
            keys: string[];
            kind: components["schemas"]["EntityKind"];
            /** Kind Zh */
            kind_zh: string;
            /** Label */
            label: string;
            /**
             * Last
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last: string;
            level: components["schemas"]["Level"];
            /**
             * Size
             * @description How many were put together into it; 1 for one that stands for itself
             */
            size: number;
            /** Suffers */
            suffers: boolean;
            /** Tactics */
            tactics: components["schemas"]["TacticRead"][];
            /** X */
            x: number;
            /** Y */
            y: number;
        };
        /**
         * NoisyRule
         * @description worth: alerts a day it costs, times the share that was dismissed; what the list is ordered by.
         */
        NoisyRule: {
            activity: components["schemas"]["ActivityRead"];
            /**
             * Exceptions
             * @description In force for it
             */
            exceptions: number;
            /** Id */
            id: string;
            /** Key */
            key: string;
            level: components["schemas"]["Level"];
            /**
             * Open Alerts
             * @description Nobody has judged them yet
             */
            open_alerts: number;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string | null;
            /** Worth */
            worth: number;
        };
        /** NoisyRules */
        NoisyRules: {
            /** Items */
            items: components["schemas"]["NoisyRule"][];
        };
        /**
         * NoticeAction
         * @enum {string}
         */
        NoticeAction: "issue" | "withdraw" | "sign" | "handle" | "feedback" | "accept" | "return" | "archive";
        /**
         * NoticeDetail
         * @description steps: oldest first. lost: marks this notice costs its unit so far.
         */
        NoticeDetail: {
            /** Actions */
            actions: components["schemas"]["NoticeAction"][];
            /** Answer */
            answer: string;
            /** Answered */
            answered: string | null;
            /** Body */
            body: string;
            colour: components["schemas"]["Colour"] | null;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Created By */
            created_by: string;
            /**
             * Due
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            due: string;
            /** Escalated */
            escalated: number;
            /** Id */
            id: string;
            /** Incident */
            incident: string | null;
            /** Issued */
            issued: string | null;
            /** Issuer */
            issuer: string;
            kind: components["schemas"]["NoticeKind"];
            /** Lost */
            lost: components["schemas"]["LostMark"][];
            /** Overdue */
            overdue: boolean;
            /** Returns */
            returns: number;
            /** Review */
            review: string;
            /** Reviewed */
            reviewed: string | null;
            /**
             * Sign By
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            sign_by: string;
            /** Signed */
            signed: string | null;
            /** Signed By */
            signed_by: string | null;
            status: components["schemas"]["NoticeStatus"];
            /** Steps */
            steps: components["schemas"]["NoticeStepRead"][];
            /** Title */
            title: string;
            /** Unit */
            unit: string;
        };
        /**
         * NoticeDraft
         * @description units: one notice goes to each. Deadlines run from when it is issued; without a figure they are the mode's.
         */
        NoticeDraft: {
            /** Body */
            body: string;
            /** @description Of an early warning */
            colour?: components["schemas"]["Colour"] | null;
            /** Handle Hours */
            handle_hours?: number | null;
            /**
             * Incident
             * @description What it is about; may be empty
             * @default
             */
            incident?: string;
            /** @default notice */
            kind?: components["schemas"]["NoticeKind"];
            /** Sign Minutes */
            sign_minutes?: number | null;
            /** Title */
            title: string;
            /** Units */
            units: string[];
        };
        /**
         * NoticeKind
         * @enum {string}
         */
        NoticeKind: "notice" | "warning";
        /** NoticeNote */
        NoticeNote: {
            /**
             * Note
             * @default
             */
            note?: string;
        };
        /** NoticePage */
        NoticePage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["NoticeRead"][];
        };
        /**
         * NoticeRead
         * @description overdue: its present deadline has passed. actions: what the caller may do with it now. escalated: rungs climbed.
         */
        NoticeRead: {
            /** Actions */
            actions: components["schemas"]["NoticeAction"][];
            /** Answer */
            answer: string;
            /** Answered */
            answered: string | null;
            /** Body */
            body: string;
            colour: components["schemas"]["Colour"] | null;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Created By */
            created_by: string;
            /**
             * Due
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            due: string;
            /** Escalated */
            escalated: number;
            /** Id */
            id: string;
            /** Incident */
            incident: string | null;
            /** Issued */
            issued: string | null;
            /** Issuer */
            issuer: string;
            kind: components["schemas"]["NoticeKind"];
            /** Overdue */
            overdue: boolean;
            /** Returns */
            returns: number;
            /** Review */
            review: string;
            /** Reviewed */
            reviewed: string | null;
            /**
             * Sign By
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            sign_by: string;
            /** Signed */
            signed: string | null;
            /** Signed By */
            signed_by: string | null;
            status: components["schemas"]["NoticeStatus"];
            /** Title */
            title: string;
            /** Unit */
            unit: string;
        };
        /**
         * NoticeReview
         * @description accepted: false sends it back to be handled again, and needs a note.
         */
        NoticeReview: {
            /** Accepted */
            accepted: boolean;
            /**
             * Note
             * @default
             */
            note?: string;
        };
        /**
         * NoticeStatus
         * @enum {string}
         */
        NoticeStatus: "drafted" | "issued" | "signed" | "handling" | "feedback" | "returned" | "accepted" | "archived" | "withdrawn";
        /** NoticeStepRead */
        NoticeStepRead: {
            /** Action */
            action: string;
            /** Actor */
            actor: string;
            /** Note */
            note: string;
            status: components["schemas"]["NoticeStatus"];
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /** NoticesDrafted */
        NoticesDrafted: {
            /** Items */
            items: components["schemas"]["NoticeRead"][];
        };
        /** NumberRead */
        NumberRead: {
            /** Overruled */
            overruled: boolean;
            /**
             * Path
             * @example incident.critical
             */
            path: string;
            /** Shipped */
            shipped: number;
            /** Value */
            value: number;
        };
        /** ObligationRead */
        ObligationRead: {
            /** Basis */
            basis: string;
            /** Done */
            done: string;
            /** Due */
            due: string;
            /** En */
            en: string;
            /** Id */
            id: string;
            /**
             * State
             * @enum {string}
             */
            state: "done" | "open" | "soon" | "overdue";
            /** Verify */
            verify: string;
            /** Verify Zh */
            verify_zh: string;
            /** Zh */
            zh: string;
        };
        /**
         * ObservableKind
         * @description What can be seen in an event. domain: the name and everything below it; hostname: exactly this name.
         * @enum {string}
         */
        ObservableKind: "ip" | "network" | "domain" | "hostname" | "url" | "md5" | "sha1" | "sha256" | "sm3" | "email" | "ja3" | "ja4" | "user_agent" | "certificate" | "file_name" | "file_path" | "registry_key" | "mutex";
        /**
         * OfficialAdd
         * @description Results of an assessor's report.
         */
        OfficialAdd: {
            /** Report */
            report: string;
            /** Results */
            results: components["schemas"]["OfficialLine"][];
        };
        /** OfficialLine */
        OfficialLine: {
            /** Item */
            item: string;
            /**
             * Note
             * @default
             */
            note?: string;
            verdict: components["schemas"]["Verdict"];
        };
        /** OfficialTaken */
        OfficialTaken: {
            /** Results */
            results: number;
        };
        /**
         * OpenC2Answer
         * @description A message with headers and body.openc2.response, or a response alone, as the question was.
         */
        OpenC2Answer: {
            [key: string]: unknown;
        };
        /**
         * OpenC2Message
         * @description A message with headers and body (HTTPS Transfer 1.1), or a command alone (1.0).
         */
        OpenC2Message: {
            /**
             * Action
             * @description Of a bare command: query, deny, allow, update or delete
             */
            action?: unknown;
            /**
             * Body
             * @description {openc2: {request: command}}
             */
            body?: unknown;
            /**
             * Headers
             * @description request_id, created, from, to
             */
            headers?: unknown;
            /**
             * Target
             * @description Of a bare command
             */
            target?: unknown;
        } & {
            [key: string]: unknown;
        };
        /** OpenControl */
        OpenControl: {
            /** Control */
            control: string;
            /** En */
            en: string;
            phase: components["schemas"]["LifePhase"];
            /** Zh */
            zh: string;
        };
        /**
         * Operator
         * @description Who has to report, in the words of 国家网络安全事件报告管理办法, article 4.
         * @enum {string}
         */
        Operator: "network_operator" | "cii_operator" | "protection_department" | "central_organ" | "provincial_cac";
        /** OrderRead */
        OrderRead: {
            /** Arguments */
            arguments: {
                [key: string]: string;
            };
            /**
             * Verb
             * @description Of a command of type `fengsui-cmd`
             * @example conduit.close
             */
            verb: string;
        };
        /**
         * Origin
         * @description Where an attack begins: zones of that kind.
         * @enum {string}
         */
        Origin: "internet" | "supplier" | "office";
        /** OriginRead */
        OriginRead: {
            id: components["schemas"]["Origin"];
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Zones
             * @description None when the register has no such zone
             */
            zones: components["schemas"]["NamedRead"][];
        };
        /** OverviewRead */
        OverviewRead: {
            alerts: components["schemas"]["AlertCounts"];
            /** Dropped */
            dropped: number;
            /**
             * Events Stored
             * @description Searchable now; retention deletes, totals of stages stay
             */
            events_stored: number;
            /** @description Without candidates */
            incidents: components["schemas"]["IncidentCounts"];
            /**
             * Newest Incidents
             * @description At most five, most recently changed first
             */
            newest_incidents: components["schemas"]["IncidentRead"][];
            /**
             * Open Incidents
             * @description New, in progress or on hold
             */
            open_incidents: number;
            /** Quarantined */
            quarantined: number;
            /** Sources */
            sources: components["schemas"]["SourcesTotal"][];
            /**
             * Stages
             * @description In the order of the journey
             */
            stages: components["schemas"]["StageRead"][];
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /** OwnAccountChange */
        OwnAccountChange: {
            /** Display Name */
            display_name?: string | null;
            /** Language */
            language?: ("zh-CN" | "en") | null;
        };
        /** OwnAccountRead */
        OwnAccountRead: {
            /** Display Name */
            display_name: string;
            /**
             * External
             * @description Whether the account signs in at an identity provider
             */
            external: boolean;
            /** Id */
            id: string;
            /**
             * Language
             * @enum {string}
             */
            language: "zh-CN" | "en";
            /** Last Sign In */
            last_sign_in: string | null;
            /** Name */
            name: string;
            /** Password Set */
            password_set: string | null;
            /** Recovery Codes Left */
            recovery_codes_left: number;
            /** Second Factor */
            second_factor: boolean;
            /** Unit */
            unit: string;
        };
        /** OwnSessionRead */
        OwnSessionRead: {
            /** Address */
            address: string;
            /** Agent */
            agent: string;
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Current */
            current: boolean;
            /**
             * Expires
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            expires: string;
            /** Id */
            id: string;
            /**
             * Last Seen
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last_seen: string;
            /** Method */
            method: string;
        };
        /** OwnSessions */
        OwnSessions: {
            /** Items */
            items: components["schemas"]["OwnSessionRead"][];
        };
        /** OwnValueRead */
        OwnValueRead: {
            /**
             * Added
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            added: string;
            /** Added By */
            added_by: string;
            /** Kind */
            kind: string;
            /** Note */
            note: string;
            /** Value */
            value: string;
        };
        /** OwnValueRemove */
        OwnValueRemove: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "network" | "domain" | "value";
            /** Value */
            value: string;
        };
        /** OwnValueWrite */
        OwnValueWrite: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "network" | "domain" | "value";
            /**
             * Note
             * @default
             */
            note?: string;
            /** Value */
            value: string;
        };
        /**
         * PackInstall
         * @description preview: the id of a preview that is done.
         */
        PackInstall: {
            /** Preview */
            preview: string;
            /**
             * Version
             * @default
             */
            version?: string;
        };
        /**
         * PackRead
         * @description counts: of the load report when it was imported: `active`, `inactive`, `rejected`, `new`, `changed` …
         */
        PackRead: {
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Digest */
            digest: string;
            /**
             * Imported
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            imported: string;
            /** Imported By */
            imported_by: string;
            /** Name */
            name: string;
            /** Size */
            size: number;
            /** Version */
            version: string;
        };
        /** Packs */
        Packs: {
            /** Items */
            items: components["schemas"]["PackRead"][];
        };
        /** PartRead */
        PartRead: {
            /** Key */
            key: string | null;
            /**
             * Kind
             * @description entity: a name from events; the others are ours
             * @enum {string}
             */
            kind: "text" | "entity" | "more";
            /** Text */
            text: string;
        };
        /** ParticipantWrite */
        ParticipantWrite: {
            /** Person */
            person: string;
            /**
             * Role
             * @default
             */
            role?: string;
        };
        /** PassageAdd */
        PassageAdd: {
            /** Day */
            day: string;
            /**
             * Note
             * @default
             */
            note?: string;
        };
        /** PasswordChange */
        PasswordChange: {
            /** Current */
            current: string;
            /**
             * Password
             * @description The new one
             */
            password: string;
        };
        /** PathRead */
        PathRead: {
            /**
             * Actions
             * @description Steps the attacker has to do something for
             */
            actions: number;
            /** P */
            p: number;
            /**
             * Partial
             * @description Whether it passes units the caller does not see
             */
            partial: boolean;
            /**
             * Steps
             * @description Each after those it rests on
             */
            steps: components["schemas"]["PathStepRead"][];
        };
        /**
         * PathStepRead
         * @description One step. `action` is false for what follows by itself, such as being in the zone of a machine one is on.
         */
        PathStepRead: {
            /** Action */
            action: boolean;
            /**
             * Gives
             * @description Kind of what the attacker has then
             * @example foothold
             * @example read
             */
            gives: string;
            /**
             * P
             * @description How likely it works out once everything before it holds
             */
            p: number;
            /** @description What of the register makes it possible */
            record: components["schemas"]["NamedRead"];
            /**
             * Rule
             * @description Of the attack model
             * @example service.exploit
             */
            rule: string;
            tactic: components["schemas"]["TacticRead"] | null;
            target: components["schemas"]["NamedRead"];
            technique: components["schemas"]["TechniqueRead"] | null;
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
        };
        /**
         * PeerRead
         * @description What is in the same alerts.
         */
        PeerRead: {
            /** Alerts */
            alerts: number;
            /** Key */
            key: string;
            kind: components["schemas"]["EntityKind"];
            /** Kind Zh */
            kind_zh: string;
            /**
             * Last
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last: string;
            level: components["schemas"]["Level"];
            /** Value */
            value: string;
        };
        /** Peers */
        Peers: {
            /**
             * Items
             * @description Most often together first, at most thirty
             */
            items: components["schemas"]["PeerRead"][];
        };
        /** PermissionRead */
        PermissionRead: {
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Permission */
            permission: string;
        };
        /**
         * PhaseState
         * @description seen: events that show the phase at work, within 400 days. verdict: the worst of its controls.
         */
        PhaseState: {
            /** En */
            en: string;
            /** Findings */
            findings: number;
            /** Last */
            last: string | null;
            phase: components["schemas"]["LifePhase"];
            /** Seen */
            seen: number;
            verdict: components["schemas"]["Verdict"];
            /** Zh */
            zh: string;
        };
        /**
         * PlaceKind
         * @description Where a data set lies or is offered, as the audit trail names it: `schema.table`, a URL path, a file path, or
         *     `bucket/key`. The last three stand for everything below them.
         * @enum {string}
         */
        PlaceKind: "table" | "api" | "file" | "object";
        /** PlaceRead */
        PlaceRead: {
            kind: components["schemas"]["PlaceKind"];
            /** Name */
            name: string;
        };
        /** PlaceWrite */
        PlaceWrite: {
            kind: components["schemas"]["PlaceKind"];
            /** Name */
            name: string;
        };
        /** PlaybookAuto */
        PlaybookAuto: {
            /** Auto */
            auto: boolean;
        };
        /**
         * PlaybookCheck
         * @description runnable: whether there is no error.
         */
        PlaybookCheck: {
            /** Problems */
            problems: components["schemas"]["PlaybookProblem"][];
            /** Runnable */
            runnable: boolean;
            /** Trust */
            trust: string;
        };
        /** PlaybookDetail */
        PlaybookDetail: {
            /**
             * Answers
             * @description ATT&CK, D3FEND and GB/T 20986 codes
             */
            answers: {
                [key: string]: unknown;
            };
            /**
             * Auto
             * @description Whether it begins by itself when an incident fits its trigger
             */
            auto: boolean;
            /**
             * Changed
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            changed: string;
            /** Changed By */
            changed_by: string;
            /** Description */
            description: string;
            /** Description Zh */
            description_zh: string;
            /**
             * Document
             * @description The CACAO 2.0 document
             */
            document: {
                [key: string]: unknown;
            };
            /** Evidence */
            evidence: string[];
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Problems */
            problems: components["schemas"]["PlaybookProblem"][];
            /** Recovery */
            recovery: string[];
            /**
             * Source
             * @enum {string}
             */
            source: "library" | "imported";
            /**
             * Trigger
             * @description Which incidents it answers; empty when none
             */
            trigger: {
                [key: string]: unknown;
            };
            /**
             * Trust
             * @description unsigned, unknown (signed by an unknown key), trusted or invalid
             */
            trust: string;
            /** Unit */
            unit: string;
            /**
             * Version
             * @description The playbook's own `modified`
             */
            version: string;
        };
        /** PlaybookField */
        PlaybookField: {
            /** Choices */
            choices: string[];
            /**
             * Kind
             * @enum {string}
             */
            kind: "text" | "lines" | "secret" | "number" | "milliseconds" | "flag" | "choice" | "texts" | "map" | "lists" | "json" | "condition" | "step" | "steps" | "cases" | "agent" | "targets" | "names" | "variables" | "commands" | "playbook" | "authentication" | "time";
            /** Label */
            label: string;
            /** Label Zh */
            label_zh: string;
            /** Name */
            name: string;
            /** Required */
            required: boolean;
            /**
             * Seldom
             * @description Shown when asked for
             */
            seldom: boolean;
        };
        /** PlaybookForm */
        PlaybookForm: {
            /** Fields */
            fields: components["schemas"]["PlaybookField"][];
            /** Label */
            label: string;
            /** Label Zh */
            label_zh: string;
            /** Type */
            type: string;
        };
        /**
         * PlaybookForms
         * @description What an editor asks for, read off the models.
         */
        PlaybookForms: {
            /** Agents */
            agents: components["schemas"]["PlaybookForm"][];
            /** Authentication */
            authentication: components["schemas"]["PlaybookForm"][];
            /** Commands */
            commands: components["schemas"]["CommandForm"][];
            /** Playbook */
            playbook: components["schemas"]["PlaybookField"][];
            /** Steps */
            steps: components["schemas"]["PlaybookForm"][];
            /** Variable Types */
            variable_types: string[];
            /** Verbs */
            verbs: components["schemas"]["VerbRead"][];
        };
        /** PlaybookGiven */
        PlaybookGiven: {
            /** Document */
            document: {
                [key: string]: unknown;
            };
        };
        /** PlaybookImport */
        PlaybookImport: {
            /** Document */
            document: {
                [key: string]: unknown;
            };
            /**
             * Unit
             * @description None means the caller's
             */
            unit?: string | null;
        };
        /** PlaybookProblem */
        PlaybookProblem: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Message Zh */
            message_zh: string;
            /**
             * Place
             * @description A path into the document; empty for the whole
             */
            place: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "error" | "warning";
        };
        /** PlaybookRead */
        PlaybookRead: {
            /**
             * Auto
             * @description Whether it begins by itself when an incident fits its trigger
             */
            auto: boolean;
            /**
             * Changed
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            changed: string;
            /** Changed By */
            changed_by: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Source
             * @enum {string}
             */
            source: "library" | "imported";
            /**
             * Trust
             * @description unsigned, unknown (signed by an unknown key), trusted or invalid
             */
            trust: string;
            /** Unit */
            unit: string;
            /**
             * Version
             * @description The playbook's own `modified`
             */
            version: string;
        };
        /** PlaybookText */
        PlaybookText: {
            /**
             * Text
             * @description JSON or YAML
             */
            text: string;
        };
        /** PlaybookTextRead */
        PlaybookTextRead: {
            /** Document */
            document: {
                [key: string]: unknown;
            };
        };
        /** PlaybookVersion */
        PlaybookVersion: {
            /** Digest */
            digest: string;
            /**
             * Kept
             * Format: date-time
             * @description Since when it is here
             * @example 2026-11-22T08:01:02.000003Z
             */
            kept: string;
            /**
             * Version
             * @description Its `modified`
             */
            version: string;
        };
        /** PlaybookVersionDetail */
        PlaybookVersionDetail: {
            /** Digest */
            digest: string;
            /**
             * Document
             * @description The CACAO 2.0 document
             */
            document: {
                [key: string]: unknown;
            };
            /**
             * Kept
             * Format: date-time
             * @description Since when it is here
             * @example 2026-11-22T08:01:02.000003Z
             */
            kept: string;
            /**
             * Version
             * @description Its `modified`
             */
            version: string;
        };
        /** PlaybookVersions */
        PlaybookVersions: {
            /** Items */
            items: components["schemas"]["PlaybookVersion"][];
        };
        /** Playbooks */
        Playbooks: {
            /** Items */
            items: components["schemas"]["PlaybookRead"][];
        };
        /**
         * Positioned
         * @description `event: ready` (follow on from here) and `event: reset` (too much was missed: read everything again).
         */
        Positioned: {
            /**
             * Reason
             * @enum {string}
             */
            reason: "new" | "resumed" | "too_old";
        };
        /** PostureTrend */
        PostureTrend: {
            /** Items */
            items: components["schemas"]["DayFigures"][];
        };
        /**
         * PreviewRead
         * @description What an import would do. Nothing is kept.
         */
        PreviewRead: {
            /**
             * Expired
             * @description Over already: kept, not matched
             */
            expired: number;
            /** Format */
            format: string;
            /**
             * Items
             * @description Indicators the document holds
             */
            items: number;
            /** Kinds */
            kinds: {
                [key: string]: number;
            };
            /** Known */
            known: number;
            /** Problems */
            problems: components["schemas"]["ItemRead"][];
            /** Reasons */
            reasons: {
                [key: string]: number;
            };
            /**
             * Refused
             * @description Held by a warning list: kept, not matched
             */
            refused: number;
            /** Rejected */
            rejected: number;
            /** Sample */
            sample: components["schemas"]["SampleRead"][];
            /** Sightings */
            sightings: number;
            /** Usable */
            usable: number;
        };
        /** PreviewedAlert */
        PreviewedAlert: {
            /** Id */
            id: string;
            level: components["schemas"]["Level"];
            /** Summary */
            summary: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Unit */
            unit: string;
            /** Verdict */
            verdict: string | null;
        };
        /**
         * PrincipalRead
         * @description Whom a group of alerts is about: who acted, else on whom, else who was seen.
         */
        PrincipalRead: {
            /** Key */
            key: string;
            kind: components["schemas"]["EntityKind"];
            /** Kind Zh */
            kind_zh: string;
            /** Value */
            value: string;
        };
        /**
         * Problem
         * @description RFC 9457 problem details.
         */
        Problem: {
            /**
             * Code
             * @description Stable; see the page on error codes
             * @example not_found
             */
            code: string;
            /** Detail */
            detail: string;
            /** Hint */
            hint: string | null;
            /** @description With `query.invalid`, what is wrong with the query */
            mistake: components["schemas"]["QueryMistake"] | null;
            /** Reasons */
            reasons: components["schemas"]["Reason"][];
            /**
             * Request Id
             * @description Names this request in the log
             */
            request_id: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /**
             * Type
             * @example urn:fengsui:problem:not_found
             */
            type: string;
            /** Where */
            where: string | null;
        };
        /**
         * ProductModel
         * @description name, version: as services of the inventory and lists of components write them.
         */
        ProductModel: {
            /**
             * Code Report
             * @default
             * @example 2026-11-23
             */
            code_report?: string;
            /**
             * Custom
             * @default false
             */
            custom?: boolean;
            /** Name */
            name: string;
            /**
             * Review
             * @default
             */
            review?: string;
            /**
             * Sensitive
             * @default false
             */
            sensitive?: boolean;
            /**
             * Version
             * @default
             */
            version?: string;
        };
        /** ProjectModel */
        ProjectModel: {
            /** Bought */
            bought?: components["schemas"]["BoughtModel"][];
            /**
             * Budget
             * @default 0
             */
            budget?: number;
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Security Budget
             * @default 0
             */
            security_budget?: number;
            /**
             * Started
             * @default
             * @example 2026-11-23
             */
            started?: string;
        };
        /** PromiseRead */
        PromiseRead: {
            /** Delivered */
            delivered: string;
            /** Kept */
            kept: boolean;
            /** Name */
            name: string;
            /** Source */
            source: string;
            /** State */
            state: string;
        };
        /**
         * Proposals
         * @description dismissed, confirmed, open: alerts looked at; missing: those whose event is not kept any more.
         */
        Proposals: {
            /** Confirmed */
            confirmed: number;
            /** Dismissed */
            dismissed: number;
            /** Items */
            items: components["schemas"]["ProposedFilter"][];
            /** Missing */
            missing: number;
            /** Open */
            open: number;
            /** Rule */
            rule: string;
        };
        /**
         * ProposedFilter
         * @description A filter, tried on the alerts it was made from. It is proposed only when it keeps every confirmed alert.
         */
        ProposedFilter: {
            /** Conditions */
            conditions: components["schemas"]["Condition"][];
            /** Confirmed Kept */
            confirmed_kept: number;
            /** Dismissed Hidden */
            dismissed_hidden: number;
            /** Filter */
            filter: string;
            /**
             * Open Hidden
             * @description Of the alerts nobody judged yet
             */
            open_hidden: number;
        };
        /**
         * Provenance
         * @description What one indicator of one source says.
         */
        Provenance: {
            /** Confidence */
            confidence: number | null;
            /** Created By */
            created_by: string | null;
            /** External Id */
            external_id: string;
            /** Imported */
            imported: number;
            /** Labels */
            labels: string[];
            level: components["schemas"]["Level"];
            /** Modified */
            modified: string | null;
            /** Name */
            name: string | null;
            /** Pattern */
            pattern: string | null;
            /** Revoked */
            revoked: boolean;
            /** Source */
            source: string;
            /** Techniques */
            techniques: string[];
            /** Tlp */
            tlp: string | null;
            /** Valid From */
            valid_from: string | null;
            /** Valid Until */
            valid_until: string | null;
        };
        /** Purge */
        Purge: {
            /**
             * Before
             * Format: date-time
             * @description Records held before this time are deleted
             */
            before: string;
        };
        /** Purged */
        Purged: {
            /** Deleted */
            deleted: number;
        };
        /** QuarantineReason */
        QuarantineReason: {
            /** Reason */
            reason: string;
            /** Records */
            records: number;
            /** Replayed */
            replayed: number;
        };
        /** QueryChecked */
        QueryChecked: {
            /** Hint */
            hint: string | null;
            /** Message */
            message: string | null;
            /** @description The same in both languages; null when it is valid */
            mistake: components["schemas"]["QueryMistake"] | null;
            /**
             * Position
             * @description 0-based character where reading failed; null when unknown
             */
            position: number | null;
            /**
             * Unknown Fields
             * @description Of a valid query; conditions on these match nothing
             */
            unknown_fields: components["schemas"]["UnknownFieldRead"][];
            /** Valid */
            valid: boolean;
        };
        /**
         * QueryMistake
         * @description What is wrong with a query, and what to do, in both languages.
         */
        QueryMistake: {
            /** Hint */
            hint: string;
            /** Hint Zh */
            hint_zh: string;
            /** Message */
            message: string;
            /** Message Zh */
            message_zh: string;
            /** Parameters */
            parameters: {
                [key: string]: string | number;
            };
            /**
             * Position
             * @description 0-based character of the query; null when it has no place
             */
            position: number | null;
            /**
             * Slug
             * @description Stable; see the page on error codes
             * @example quote_open
             */
            slug: string;
        };
        /**
         * RankReason
         * @description points: what it adds to the score.
         */
        RankReason: {
            /**
             * Code
             * @description trigger, attack, grade, past or lacking
             */
            code: string;
            /** Points */
            points: number;
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
        };
        /** RankedPlaybook */
        RankedPlaybook: {
            /** Because */
            because: components["schemas"]["RankReason"][];
            /**
             * Execution
             * @description Its latest run for this incident
             */
            execution: string | null;
            /**
             * Fits
             * @description Whether its trigger fits
             */
            fits: boolean;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Score
             * @description At most 100
             */
            score: number;
            status: components["schemas"]["ExecutionStatus"] | null;
        };
        /** RankedPlaybooks */
        RankedPlaybooks: {
            /** Items */
            items: components["schemas"]["RankedPlaybook"][];
        };
        /**
         * RawRead
         * @description The record as the source gave it, or where it lies and its digest, by which a copy can be recognised.
         */
        RawRead: {
            /**
             * Digest
             * @description BLAKE2b of 16 bytes, hexadecimal
             */
            digest: string | null;
            /** File */
            file: string | null;
            /** Id */
            id: string;
            /**
             * Position
             * @description Byte offset, record or packet number
             */
            position: string | null;
            /** Source */
            source: string | null;
            /**
             * Text
             * @description Null when only place and digest are kept (JSON, EVTX, packets)
             */
            text: string | null;
        };
        /** ReadinessRead */
        ReadinessRead: {
            /** Schema Version */
            schema_version: string;
            /**
             * Status
             * @constant
             */
            status: "ok";
        };
        /** ReadingRead */
        ReadingRead: {
            /** Families */
            families: {
                [key: string]: number;
            };
            /** Index */
            index: number;
            /**
             * Time
             * Format: date-time
             * @description Beginning of the hour
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /**
         * Reason
         * @description One thing that is wrong with a request.
         */
        Reason: {
            /**
             * Field
             * @description Where, as a path into the request: `body.name`; empty for the whole
             */
            field: string;
            /**
             * Message
             * @description For people, in English
             */
            message: string;
            /**
             * Reason
             * @description Stable slug
             * @example missing
             * @example too_short
             */
            reason: string;
        };
        /**
         * RecipientKind
         * @enum {string}
         */
        RecipientKind: "unit" | "account" | "system";
        /**
         * RecordRead
         * @description The five ledgers of one system. worksheet_level: what the grading worksheet leads to, 0 while it is empty; matrix: by
         *     whom is harmed and how badly, with what nobody has confirmed about it.
         */
        RecordRead: {
            /** Body */
            body: {
                [key: string]: unknown;
            };
            /** Matrix */
            matrix: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** Verify */
            verify: string;
            /** Verify Zh */
            verify_zh: string;
            /** Worksheet Level */
            worksheet_level: number;
        };
        /** RecordWrite */
        RecordWrite: {
            /**
             * Assessed
             * @default
             * @example 2026-11-23
             */
            assessed?: string;
            /**
             * Assessor
             * @default
             */
            assessor?: string;
            /** Bastions */
            bastions?: string[];
            /**
             * Central
             * @default false
             */
            central?: boolean;
            /**
             * @default {
             *       "assessed": "",
             *       "document": "",
             *       "identified": "",
             *       "permit": "",
             *       "permit_until": "",
             *       "status": "unknown"
             *     }
             */
            cii?: components["schemas"]["CiiModel"];
            /**
             * Contact
             * @default
             */
            contact?: string;
            /** Exposure */
            exposure?: string[];
            /** Extensions */
            extensions?: components["schemas"]["Extension"][];
            /**
             * @default {
             *       "certificate": "",
             *       "filed": "",
             *       "level": 0,
             *       "refiled": "",
             *       "survey": ""
             *     }
             */
            filing?: components["schemas"]["FilingModel"];
            /**
             * @default {
             *       "approved": "",
             *       "reason": "",
             *       "reviewed": ""
             *     }
             */
            grading?: components["schemas"]["GradingModel"];
            /**
             * High Continuity
             * @default false
             */
            high_continuity?: boolean;
            /** Not Applicable */
            not_applicable?: {
                [key: string]: string;
            };
            /**
             * Owner
             * @default
             */
            owner?: string;
            /**
             * Plan Task
             * @default 0
             */
            plan_task?: number;
            /**
             * @default {
             *       "bought": [],
             *       "budget": 0,
             *       "name": "",
             *       "security_budget": 0,
             *       "started": ""
             *     }
             */
            project?: components["schemas"]["ProjectModel"];
            /**
             * Role
             * @default owner
             * @enum {string}
             */
            role?: "owner" | "coordinate" | "notify";
        };
        /**
         * RecoveryBlocked
         * @description A clean machine that cannot work yet. by: those it needs that are held or wait themselves; foundation: none of its
         *     kind is clean.
         */
        RecoveryBlocked: {
            /** By */
            by: components["schemas"]["RecoveryMachine"][];
            /** By Others */
            by_others: number;
            /** Foundation */
            foundation: string;
            machine: components["schemas"]["RecoveryMachine"];
        };
        /**
         * RecoveryBoard
         * @description drills: the earliest first. probes: names of the settings. restore_test_days: after so many a backup has to be restored
         *     for proof again.
         */
        RecoveryBoard: {
            /**
             * At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            at: string;
            /** Drills */
            drills: components["schemas"]["RecoveryDrill"][];
            /** Probes */
            probes: string[];
            /** Repositories */
            repositories: components["schemas"]["BackupRepository"][];
            /** Restore Test Days */
            restore_test_days: number;
            /** Systems */
            systems: components["schemas"]["SystemRecovery"][];
        };
        /** RecoveryCodes */
        RecoveryCodes: {
            /**
             * Codes
             * @description Each is good once, in place of a code; shown only now
             */
            codes: string[];
        };
        /**
         * RecoveryDrill
         * @description A drill planned for a time and not begun. plan: the backup plan it restores, or empty.
         */
        RecoveryDrill: {
            /** Id */
            id: string;
            /** Plan */
            plan: string;
            /**
             * Scheduled
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            scheduled: string;
            /** System */
            system: string;
            /** Title */
            title: string;
        };
        /**
         * RecoveryHeld
         * @description A machine held back. incidents: open ones the caller may see that say it is compromised; certainty: 0 to 1.
         */
        RecoveryHeld: {
            /** Certainty */
            certainty: number;
            /** Incidents */
            incidents: string[];
            machine: components["schemas"]["RecoveryMachine"];
        };
        /**
         * RecoveryMachine
         * @description system: id of its system, or empty.
         */
        RecoveryMachine: {
            /** Criticality */
            criticality: number;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** System */
            system: string;
            /** Unit */
            unit: string;
        };
        /** RecoveryOrder */
        RecoveryOrder: {
            /**
             * At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            at: string;
            /** Blocked */
            blocked: components["schemas"]["RecoveryBlocked"][];
            /** Held */
            held: components["schemas"]["RecoveryHeld"][];
            /** Waves */
            waves: components["schemas"]["RecoveryWave"][];
        };
        /**
         * RecoveryStep
         * @description Machines started together; circle: they depend on one another. after: machines of earlier waves they need. others:
         *     machines of other units among them. foundation: time, names, identity or empty.
         */
        RecoveryStep: {
            /** After */
            after: components["schemas"]["RecoveryMachine"][];
            /** After Others */
            after_others: number;
            /** Circle */
            circle: boolean;
            /** Foundation */
            foundation: string;
            /** Machines */
            machines: components["schemas"]["RecoveryMachine"][];
            /** Others */
            others: number;
        };
        /** RecoveryWave */
        RecoveryWave: {
            /** Number */
            number: number;
            /** Steps */
            steps: components["schemas"]["RecoveryStep"][];
        };
        /**
         * Register
         * @description What the register says of it.
         */
        Register: {
            /** Criticality */
            criticality: number | null;
            /**
             * Data Sets
             * @description Of its system, or itself
             */
            data_sets: components["schemas"]["DataSetNamed"][];
            /** Exposure Count */
            exposure_count: number;
            /**
             * Exposures
             * @description Open ones, worst first, at most fifty
             */
            exposures: components["schemas"]["ExposureNamed"][];
            /**
             * Facts
             * @description More about it: kind, os, owner, firmware, addresses, hostnames, tier …
             */
            facts: {
                [key: string]: string;
            };
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "asset" | "account" | "data_set";
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            system: components["schemas"]["SystemNamed"] | null;
            /** Unit */
            unit: string;
            zone: components["schemas"]["ZoneNamed"] | null;
        };
        /** Rehearsal */
        Rehearsal: {
            /** Steps */
            steps: components["schemas"]["RehearsedStep"][];
        };
        /**
         * RehearsedStep
         * @description What a step would do. persons: how many would have to agree.
         */
        RehearsedStep: {
            /** Changes */
            changes: boolean;
            /** Depth */
            depth: number;
            /**
             * Kind
             * @description effect, manual, decision, parallel, call or problem
             */
            kind: string;
            /** Lasts S */
            lasts_s: number | null;
            /** Name */
            name: string;
            /** Path */
            path: string;
            /** Persons */
            persons: number;
            /** Step */
            step: string;
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
            /** Touches */
            touches: components["schemas"]["Affected"][];
            /** Why */
            why: components["schemas"]["WhyAsked"][];
        };
        /**
         * RelatedRecord
         * @description Records that name this one in a field.
         */
        RelatedRecord: {
            /** Field */
            field: string;
            record: components["schemas"]["InventoryRecord"];
        };
        /**
         * Reloading
         * @description requested: how often it was asked for; the running platform answers within seconds.
         */
        Reloading: {
            /** Requested */
            requested: number;
        };
        /**
         * ReplayQueued
         * @description The records in the queue are read again within seconds; each says what became of it.
         */
        ReplayQueued: {
            /**
             * Done
             * @description Replayed, marked or queued already
             */
            done: number;
            /** Queued */
            queued: number;
            /**
             * Unable
             * @description Cannot be read again: not kept whole, or a part of a larger whole
             */
            unable: number;
        };
        /**
         * ReplayRequest
         * @description Which records to read again: by `records`, or all that meet the other conditions together.
         */
        ReplayRequest: {
            /**
             * Before
             * @description Only records held before this time
             */
            before?: string | null;
            /**
             * Everything
             * @description Needed when no condition is given
             * @default false
             */
            everything?: boolean;
            /** Reason */
            reason?: string | null;
            /** Records */
            records?: number[] | null;
            /** Source */
            source?: string | null;
            /** Unit */
            unit?: string | null;
        };
        /** ReportAdd */
        ReportAdd: {
            /**
             * Channel
             * @example 12387
             */
            channel: string;
            /** Rule */
            rule: string;
            /**
             * Sent
             * @description When it reached them; now when left out
             */
            sent?: string | null;
            /**
             * Text
             * @default
             */
            text?: string;
        };
        /** ReportDraft */
        ReportDraft: {
            /** Rule */
            rule: string;
            /** Text */
            text: string;
        };
        /**
         * ReportKindRead
         * @description subject: what `id` names: a system, an incident, hours (`2026-11-23T08/PT4H`, Beijing time), a month (`2026-11`), a year
         *     (`2026`), or a unit, which need not be given.
         */
        ReportKindRead: {
            /** En */
            en: string;
            /** Formats */
            formats: string[];
            /** Id */
            id: string;
            /**
             * Subject
             * @enum {string}
             */
            subject: "system" | "unit" | "incident" | "hours" | "month" | "year" | "data_set";
            /** Zh */
            zh: string;
        };
        /**
         * ReportKinds
         * @description The kinds the caller may make. signed: whether a key is configured, so that reports can be had with their signature.
         */
        ReportKinds: {
            /** Items */
            items: components["schemas"]["ReportKindRead"][];
            /** Signed */
            signed: boolean;
        };
        /**
         * ReportRule
         * @description deadline_minutes: 0 is at once, null is timely. verify: what has still to be checked against the text.
         */
        ReportRule: {
            /** Basis */
            basis: string;
            /** Basis En */
            basis_en: string;
            /** Deadline Minutes */
            deadline_minutes: number | null;
            /** Flag */
            flag: string;
            /** Grade At Least */
            grade_at_least: number | null;
            /** Id */
            id: string;
            /** Operators */
            operators: components["schemas"]["Operator"][];
            /**
             * Starts
             * @enum {string}
             */
            starts: "known_at" | "handled_at";
            /** To */
            to: string;
            /** To En */
            to_en: string;
            /** Valid From */
            valid_from: string;
            /** Valid To */
            valid_to: string;
            /** Verify */
            verify: string;
            /** Verify En */
            verify_en: string;
            /**
             * What
             * @enum {string}
             */
            what: "oral" | "initial" | "personal_information" | "summary";
        };
        /**
         * ReportScheduleAdd
         * @description unit: whose part of the district it tells of, the caller's when left out. cadence: brief is as often as the mode asks.
         */
        ReportScheduleAdd: {
            cadence: components["schemas"]["Cadence"];
            /**
             * Day
             * @description Of the week (1 is Monday) or of the month
             * @default 1
             */
            day?: number;
            /**
             * Format
             * @default pdf
             * @enum {string}
             */
            format?: "pdf" | "docx" | "xlsx" | "json";
            /**
             * Hour
             * @default 8
             */
            hour?: number;
            /** Kind */
            kind: string;
            /**
             * Language
             * @default zh-CN
             * @enum {string}
             */
            language?: "zh-CN" | "en";
            /**
             * Minute
             * @default 0
             */
            minute?: number;
            /**
             * Month
             * @default 1
             */
            month?: number;
            /**
             * Subject
             * @default
             */
            subject?: string;
            /**
             * Unit
             * @default
             */
            unit?: string;
        };
        /**
         * ReportScheduleRead
         * @description subject: a system or unit, empty where the kind is about a span of time, which is then the one before. day: of the week
         *     (1 is Monday) or of the month; Beijing time. problem: why it was not made the last time, empty when it was.
         */
        ReportScheduleRead: {
            cadence: components["schemas"]["Cadence"];
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Created By */
            created_by: string;
            /** Day */
            day: number;
            /** En */
            en: string;
            /** Format */
            format: string;
            /** Hour */
            hour: number;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Language */
            language: string;
            /** Last At */
            last_at: string | null;
            /** Minute */
            minute: number;
            /** Month */
            month: number;
            /**
             * Next At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            next_at: string;
            /** Problem */
            problem: string;
            /** Subject */
            subject: string;
            /** Unit */
            unit: string;
            /** Zh */
            zh: string;
        };
        /** ReportSchedules */
        ReportSchedules: {
            /** Items */
            items: components["schemas"]["ReportScheduleRead"][];
        };
        /** ReportSent */
        ReportSent: {
            /** Channel */
            channel: string;
            /** Id */
            id: string;
            /**
             * Recorded
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            recorded: string;
            /** Recorded By */
            recorded_by: string;
            /** Rule */
            rule: string;
            /**
             * Sent
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            sent: string;
            /** Text */
            text: string;
        };
        /**
         * ReportedRead
         * @description Where a source says it was seen.
         */
        ReportedRead: {
            /** Count */
            count: number;
            /** First */
            first: string | null;
            /** Last */
            last: string | null;
            /** Place */
            place: string | null;
            /** Source */
            source: string;
        };
        /** ReportingRules */
        ReportingRules: {
            /** Categories */
            categories: components["schemas"]["CategoryRead"][];
            /** Measures */
            measures: components["schemas"]["GradeMeasure"][];
            /** Rules */
            rules: components["schemas"]["ReportRule"][];
            /** Source */
            source: string;
        };
        /**
         * RequestState
         * @description requested → approved or refused; approved → revoked, or expired by the clock (`DataRequest.state_at`).
         * @enum {string}
         */
        RequestState: "requested" | "approved" | "refused" | "revoked" | "expired";
        /**
         * RestRead
         * @description Concerns that are not listed.
         */
        RestRead: {
            /** Count */
            count: number;
            /** Points */
            points: number;
        };
        /**
         * ReviewAdd
         * @description subject: an item, a trigger of major risk, or a high-risk case (met: lowered, with the reason in `note`).
         */
        ReviewAdd: {
            /** Note */
            note: string;
            /** Subject */
            subject: string;
            verdict: components["schemas"]["Verdict"];
        };
        /** ReviewRead */
        ReviewRead: {
            basis: components["schemas"]["Basis"];
            /** Note */
            note: string;
            /** Person */
            person: string;
            /** Report */
            report: string;
            /** Subject */
            subject: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            verdict: components["schemas"]["Verdict"];
        };
        /**
         * Ring
         * @description confirmed: the evidence itself says so. likely: at least an even chance. possible: it can be derived at all.
         * @enum {string}
         */
        Ring: "confirmed" | "likely" | "possible";
        /** RingCount */
        RingCount: {
            /** Count */
            count: number;
            ring: components["schemas"]["Ring"];
            /** Ring Zh */
            ring_zh: string;
        };
        /**
         * RiskBoardRead
         * @description cells: risks within the caller's units by likelihood and loss, after every filter but that of the cell. items: those
         *     asked for, highest first; total: how many there are of them.
         */
        RiskBoardRead: {
            /**
             * At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            at: string;
            /** Cells */
            cells: components["schemas"]["RiskCell"][];
            /** Items */
            items: components["schemas"]["RiskBrief"][];
            method: components["schemas"]["RiskMethodRead"];
            /** Open */
            open: number;
            /** Reach Analysed */
            reach_analysed: boolean;
            /** States */
            states: {
                [key: string]: number;
            };
            /** Total */
            total: number;
        };
        /** RiskBrief */
        RiskBrief: {
            /** Asset */
            asset: string;
            /** Asset Name */
            asset_name: string;
            /** Ease */
            ease: number;
            /** Frequency */
            frequency: number;
            /** Id */
            id: string;
            /** Level */
            level: number;
            /** Likelihood */
            likelihood: number;
            /** Loss */
            loss: number;
            /** Residual */
            residual: number;
            /** Severity */
            severity: number;
            /**
             * State
             * @enum {string}
             */
            state: "untreated" | "tolerable" | "planned" | "overdue" | "in_place" | "not_effective" | "proposed" | "accepted" | "ended";
            /** System */
            system: string;
            /** System Name */
            system_name: string;
            /** System Name Zh */
            system_name_zh: string;
            /** Threat */
            threat: string;
            /** Threat En */
            threat_en: string;
            /** Threat Zh */
            threat_zh: string;
            treatment: components["schemas"]["TreatmentRead"] | null;
            /** Unit */
            unit: string;
            /** Value */
            value: number;
            /** Weakness */
            weakness: string;
            /** Weaknesses */
            weaknesses: number;
        };
        /**
         * RiskCauseRead
         * @description Why a figure is what it is. kind and ref: the record it comes from.
         */
        RiskCauseRead: {
            /** En */
            en: string;
            figure: components["schemas"]["Figure"];
            /** Grade */
            grade: number;
            /** Kind */
            kind: string;
            /** Ref */
            ref: string;
            /** Rules */
            rules: string[];
            /** Zh */
            zh: string;
        };
        /** RiskCell */
        RiskCell: {
            /** Level */
            level: number;
            /** Likelihood */
            likelihood: number;
            /** Loss */
            loss: number;
            /** Risks */
            risks: number;
        };
        /**
         * RiskDayRead
         * @description grades: how many risks of each, very low first.
         */
        RiskDayRead: {
            /** Day */
            day: string;
            /** Grades */
            grades: number[];
        };
        /** RiskDetail */
        RiskDetail: {
            /** Causes */
            causes: components["schemas"]["RiskCauseRead"][];
            /** History */
            history: components["schemas"]["RiskPointRead"][];
            /** More */
            more: number;
            risk: components["schemas"]["RiskBrief"];
            /** Weaknesses */
            weaknesses: components["schemas"]["RiskWeaknessRead"][];
        };
        /**
         * RiskMethodRead
         * @description How risks are worked out. verify: what nobody has confirmed. level: the matrix, by likelihood - 1 and loss - 1.
         */
        RiskMethodRead: {
            /** Grades */
            grades: components["schemas"]["GradeRead"][];
            /** Level */
            level: number[][];
            /** Longest Acceptance Days */
            longest_acceptance_days: number;
            /** Name */
            name: string;
            /** Source */
            source: string;
            /** Threats */
            threats: components["schemas"]["ThreatRead"][];
            /** Treat From */
            treat_from: number;
            /** Verify */
            verify: string;
            /** Verify Zh */
            verify_zh: string;
            /** Version */
            version: number;
            /** Window Days */
            window_days: number;
        };
        /**
         * RiskPointRead
         * @description level 0: the risk was gone.
         */
        RiskPointRead: {
            /** Level */
            level: number;
            /** Likelihood */
            likelihood: number;
            /** Loss */
            loss: number;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /** RiskShare */
        RiskShare: {
            /** Incident */
            incident: string;
            /** Share */
            share: number;
        };
        /** RiskTrend */
        RiskTrend: {
            /** Items */
            items: components["schemas"]["RiskDayRead"][];
        };
        /** RiskWeaknessRead */
        RiskWeaknessRead: {
            /** Causes */
            causes: components["schemas"]["RiskCauseRead"][];
            /** Ease */
            ease: number;
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "exposure" | "item";
            /** Severity */
            severity: number;
            /** Title En */
            title_en: string;
            /** Title Zh */
            title_zh: string;
        };
        /**
         * Role
         * @enum {string}
         */
        Role: "system_admin" | "security_admin" | "audit_admin" | "analyst" | "duty_officer" | "unit_security_officer" | "compliance_auditor" | "leader" | "data_steward";
        /**
         * Role
         * @enum {string}
         */
        "Role-Input": "system_admin" | "security_admin" | "audit_admin" | "analyst" | "duty_officer" | "unit_security_officer" | "compliance_auditor" | "leader" | "data_steward";
        /** RoleRead */
        RoleRead: {
            /**
             * Administration
             * @description One of the three that no account joins
             */
            administration: boolean;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Permissions */
            permissions: string[];
            role: components["schemas"]["Role"];
        };
        /** RolesRead */
        RolesRead: {
            /**
             * Everyone
             * @description Permissions of everybody signed in
             */
            everyone: string[];
            /** Never In Tokens */
            never_in_tokens: string[];
            /** Permissions */
            permissions: components["schemas"]["PermissionRead"][];
            /** Roles */
            roles: components["schemas"]["RoleRead"][];
        };
        /** RolesSet */
        RolesSet: {
            /**
             * Roles
             * @description All roles the account shall have
             */
            roles: components["schemas"]["Role-Input"][];
        };
        /**
         * RuleCases
         * @description uncovered: what kind of case is missing. Imported packs carry no cases.
         */
        RuleCases: {
            /** Items */
            items: components["schemas"]["CaseRead"][];
            /** Uncovered */
            uncovered: string[];
        };
        /** RuleCount */
        RuleCount: {
            /** Count */
            count: number;
            /** Rule */
            rule: string;
            /** Title */
            title: string | null;
            /** Title Zh */
            title_zh: string | null;
        };
        /** RuleDetail */
        RuleDetail: {
            /** @description Null for who may not see alerts, and without a rule */
            activity: components["schemas"]["ActivityRead"] | null;
            /**
             * Cause
             * @description Why it is not active: a stable slug for counting
             */
            cause: string | null;
            /** Description */
            description: string | null;
            /** Description Zh */
            description_zh: string | null;
            /** Falsepositives */
            falsepositives: string[];
            /** Fields */
            fields: string[];
            /** File */
            file: string;
            /**
             * Hits
             * @description Alerts within the caller's units; null for who may not see alerts
             */
            hits: number | null;
            /** Id */
            id: string | null;
            /**
             * Key
             * @description Its id, or what stands for one; the address of the rule
             */
            key: string;
            /**
             * Kind
             * @example rule
             * @example correlation
             * @example filter
             * @example behaviour
             * @example unreadable
             */
            kind: string;
            /**
             * Kinds
             * @description Kinds of event it looks at
             */
            kinds: string[];
            level: components["schemas"]["Level"] | null;
            /** Level Zh */
            level_zh: string | null;
            /** Line */
            line: number;
            /** Logsource */
            logsource: string | null;
            /**
             * Pack
             * @description The imported content pack it came with; null for own rules
             */
            pack: string | null;
            /** Problems */
            problems: components["schemas"]["RuleProblem"][];
            /**
             * Reason
             * @description Why it is not active, for people
             */
            reason: string | null;
            /**
             * Reports
             * @description Whether a match is an alert of its own
             */
            reports: boolean | null;
            state: components["schemas"]["State"];
            /**
             * Status
             * @description Sigma: stable, test, experimental …
             */
            status: string | null;
            switched_off: components["schemas"]["Switched"] | null;
            /** Tactics */
            tactics: components["schemas"]["TacticRead"][];
            /** Tags */
            tags: string[];
            /** Techniques */
            techniques: components["schemas"]["TechniqueRead"][];
            /**
             * Text
             * @description YAML; null when the file is not there any more
             */
            text: string | null;
            /** Title */
            title: string | null;
            /** Title Zh */
            title_zh: string | null;
            /**
             * Version
             * @description Digest of the text it was made from
             */
            version: string | null;
        };
        /**
         * RuleNamed
         * @description The rule as it stood when it spoke.
         */
        RuleNamed: {
            /**
             * Correlation
             * @description Whether it looks at several events together
             */
            correlation: boolean;
            /** Id */
            id: string;
            level: components["schemas"]["Level"];
            /** Level Zh */
            level_zh: string;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string | null;
        };
        /** RulePage */
        RulePage: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["RuleRead"][];
            /**
             * Total
             * @description Rules that are wanted, on all pages together
             */
            total: number;
        };
        /** RuleProblem */
        RuleProblem: {
            /** Line */
            line: number;
            /** Reason */
            reason: string;
        };
        /**
         * RuleRead
         * @description One document of a rule file. What only a loaded rule has is null for one that is inactive or rejected.
         */
        RuleRead: {
            /** @description Null for who may not see alerts, and without a rule */
            activity: components["schemas"]["ActivityRead"] | null;
            /**
             * Cause
             * @description Why it is not active: a stable slug for counting
             */
            cause: string | null;
            /** File */
            file: string;
            /**
             * Hits
             * @description Alerts within the caller's units; null for who may not see alerts
             */
            hits: number | null;
            /** Id */
            id: string | null;
            /**
             * Key
             * @description Its id, or what stands for one; the address of the rule
             */
            key: string;
            /**
             * Kind
             * @example rule
             * @example correlation
             * @example filter
             * @example behaviour
             * @example unreadable
             */
            kind: string;
            level: components["schemas"]["Level"] | null;
            /** Level Zh */
            level_zh: string | null;
            /** Line */
            line: number;
            /** Logsource */
            logsource: string | null;
            /**
             * Pack
             * @description The imported content pack it came with; null for own rules
             */
            pack: string | null;
            /**
             * Reason
             * @description Why it is not active, for people
             */
            reason: string | null;
            /**
             * Reports
             * @description Whether a match is an alert of its own
             */
            reports: boolean | null;
            state: components["schemas"]["State"];
            /**
             * Status
             * @description Sigma: stable, test, experimental …
             */
            status: string | null;
            switched_off: components["schemas"]["Switched"] | null;
            /** Tactics */
            tactics: components["schemas"]["TacticRead"][];
            /** Techniques */
            techniques: components["schemas"]["TechniqueRead"][];
            /** Title */
            title: string | null;
            /** Title Zh */
            title_zh: string | null;
            /**
             * Version
             * @description Digest of the text it was made from
             */
            version: string | null;
        };
        /**
         * RuleSetRead
         * @description The rules in use together. loading, problem: of taking in changed files; null where no pipeline runs beside.
         */
        RuleSetRead: {
            /** Active */
            active: number;
            /** Inactive */
            inactive: number;
            /** Loaded */
            loaded: string | null;
            /** Loading */
            loading: boolean | null;
            /**
             * Problem
             * @description Why changed rules could not be taken in; those before stay in use
             */
            problem: string | null;
            /** Rejected */
            rejected: number;
            /** Switched Off */
            switched_off: number;
            /** Version */
            version: string;
            /**
             * Warnings
             * @description What loading the rules found odd, at most a hundred
             */
            warnings: string[];
        };
        /**
         * RuleSort
         * @description loaded: in the order of the files; the others with the most first.
         * @enum {string}
         */
        RuleSort: "loaded" | "hits" | "noise" | "last";
        /**
         * RuleTextRead
         * @description A text a rule once had.
         */
        RuleTextRead: {
            /**
             * First Loaded
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            first_loaded: string;
            /** Rule */
            rule: string;
            /** Text */
            text: string;
            /** Version */
            version: string;
        };
        /**
         * RunAsk
         * @description inputs: values of the playbook's external variables, as texts.
         */
        RunAsk: {
            /**
             * Incident
             * @description The incident it answers
             */
            incident?: string | null;
            /** Inputs */
            inputs?: {
                [key: string]: string;
            };
        };
        /** RunAsked */
        RunAsked: {
            /** Execution */
            execution: string;
        };
        /** SampleBrief */
        SampleBrief: {
            /** Findings */
            findings: number;
            /** Id */
            id: string;
            /**
             * Made
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            made: string;
            /** Made By */
            made_by: string;
            /** Noted */
            noted: number;
            /** Of */
            of: number;
            /** Seed */
            seed: string;
            /** Size */
            size: number;
            /** Title */
            title: string;
        };
        /**
         * SampleDraw
         * @description seed: any text; the root of the audit trail when empty, which nobody can choose.
         */
        SampleDraw: {
            /**
             * Seed
             * @default
             */
            seed?: string;
            /**
             * Size
             * @default 25
             */
            size?: number;
            /**
             * System
             * @default
             */
            system?: string;
            /** Title */
            title: string;
            /**
             * Unit
             * @default
             */
            unit?: string;
            /** Verdicts */
            verdicts?: components["schemas"]["Verdict"][];
        };
        /** SampleField */
        SampleField: {
            /** Name */
            name: string;
            /** Value */
            value: string;
        };
        /** SampleList */
        SampleList: {
            /** Items */
            items: components["schemas"]["SampleBrief"][];
        };
        /** SampleProblem */
        SampleProblem: {
            /** Message */
            message: string;
            /** Position */
            position: number;
            /** Reason */
            reason: string;
            /**
             * Text
             * @description Beginning of the record
             */
            text: string;
        };
        /** SampleRead */
        SampleRead: {
            kind: components["schemas"]["ObservableKind"];
            /**
             * Known
             * @description Known already, from whatever source
             */
            known: boolean;
            level: components["schemas"]["Level"];
            /** Name */
            name: string | null;
            /** Position */
            position: string;
            /** Valid Until */
            valid_until: string | null;
            /** Value */
            value: string;
        };
        /**
         * SampledItem
         * @description now: the item as it stands, null when it is no longer seen. reasons: of its automatic answers. evidence: digests of
         *     the sealed answers when it was drawn; changed: whether another answer was sealed since.
         */
        SampledItem: {
            /** Changed */
            changed: boolean;
            /** Documents */
            documents: number;
            drawn: components["schemas"]["Verdict"];
            /** Evidence */
            evidence: string[];
            /** Item */
            item: string;
            /** Notes */
            notes: components["schemas"]["AuditNoteRead"][];
            now: components["schemas"]["ItemBrief"] | null;
            /** Reasons En */
            reasons_en: string[];
            /** Reasons Zh */
            reasons_zh: string[];
            /** System */
            system: string;
            /** System Name */
            system_name: string;
            /** System Name Zh */
            system_name_zh: string;
        };
        /**
         * ScanPermitAdd
         * @description hosts: all of the system's when empty.
         */
        ScanPermitAdd: {
            /** Approved By */
            approved_by: string;
            /** Hosts */
            hosts?: string[];
            /** Number */
            number: string;
            /**
             * Purpose
             * @default
             */
            purpose?: string;
            /** Start */
            start: string;
            /** Tester */
            tester: string;
            /** Until */
            until: string;
        };
        /**
         * ScanPermitRead
         * @description holds: whether it allows scanning today.
         */
        ScanPermitRead: {
            /** Added By */
            added_by: string;
            /** Approved By */
            approved_by: string;
            /** Holds */
            holds: boolean;
            /** Hosts */
            hosts: string[];
            /** Id */
            id: string;
            /** Number */
            number: string;
            /** Purpose */
            purpose: string;
            /** Revoked */
            revoked: string | null;
            /** Start */
            start: string;
            /** Tester */
            tester: string;
            /** Until */
            until: string;
        };
        /**
         * SealRead
         * @description digest: SM3 of the sealed answer; record: of the audit trail that seals it.
         */
        SealRead: {
            /** Digest */
            digest: string;
            /** Reason En */
            reason_en: string;
            /** Reason Zh */
            reason_zh: string;
            /** Record */
            record: number;
            /** Rule */
            rule: string;
            /**
             * Taken
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            taken: string;
            verdict: components["schemas"]["Verdict"];
        };
        /** SecondFactorBegun */
        SecondFactorBegun: {
            /**
             * Address
             * @description otpauth:// address, for a QR code
             */
            address: string;
            /**
             * Secret
             * @description Base 32, for typing in
             */
            secret: string;
        };
        /** SentenceRead */
        SentenceRead: {
            /**
             * Alerts
             * @description Its evidence
             */
            alerts: string[];
            /**
             * First
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            first: string;
            /**
             * Last
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last: string;
            level: components["schemas"]["Level"];
            /** Parts */
            parts: components["schemas"]["PartRead"][];
            /** Parts Zh */
            parts_zh: components["schemas"]["PartRead"][];
            tactic: components["schemas"]["TacticRead"] | null;
            /** Techniques */
            techniques: components["schemas"]["TechniqueRead"][];
        };
        /** SessionRead */
        SessionRead: {
            /** Account */
            account: string;
            /**
             * Csrf
             * @description To be sent in X-CSRF-Token with every write; empty for API tokens
             */
            csrf: string;
            /** Display Name */
            display_name: string;
            /** Expires */
            expires: string | null;
            /** Id */
            id: string;
            /**
             * Idle Seconds
             * @description Without use the session ends after so many seconds
             */
            idle_seconds: number;
            /**
             * Language
             * @enum {string}
             */
            language: "zh-CN" | "en";
            /**
             * Must
             * @description What has to be done before anything else is allowed: choose a password, set up a second factor
             */
            must: ("password" | "totp") | null;
            /** Name */
            name: string;
            /** Permissions */
            permissions: string[];
            /** Roles */
            roles: components["schemas"]["Role"][];
            /** Signed In */
            signed_in: string | null;
            /** Unit */
            unit: string;
            /** Unit Name */
            unit_name: string;
            /** Unit Name Zh */
            unit_name_zh: string;
        };
        /** SettingRead */
        SettingRead: {
            /** Default */
            default: unknown;
            /** Description */
            description: string;
            /** Description Zh */
            description_zh: string | null;
            /**
             * Masked
             * @description Whether a secret in the value was replaced by asterisks
             */
            masked: boolean;
            /** Name */
            name: string;
            /**
             * Path
             * @example store.retention_days
             */
            path: string;
            /**
             * Place
             * @enum {string}
             */
            place: "default" | "file" | "environment";
            /**
             * Section
             * @description Empty for what belongs to no section
             */
            section: string;
            /**
             * Value
             * @description Text, number, truth value, list or table; null when there is none
             */
            value: unknown;
            /**
             * Variable
             * @description The environment variable that sets it
             */
            variable: string;
        };
        /**
         * SettingsRead
         * @description All are read at the start; changing one means editing the file or the environment and starting again.
         */
        SettingsRead: {
            /**
             * File
             * @description The settings file they were read from
             */
            file: string | null;
            /**
             * Items
             * @description In the order of the reference page
             */
            items: components["schemas"]["SettingRead"][];
        };
        /**
         * ShiftAdd
         * @description unit: the caller's when left out.
         */
        ShiftAdd: {
            /**
             * End
             * Format: date-time
             */
            end: string;
            /**
             * Lead
             * @default false
             */
            lead?: boolean;
            /**
             * Note
             * @default
             */
            note?: string;
            /** Person */
            person: string;
            /**
             * Phone
             * @default
             */
            phone?: string;
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Unit
             * @default
             */
            unit?: string;
        };
        /**
         * ShiftRead
         * @description lead: a leader on duty (带班领导).
         */
        ShiftRead: {
            /**
             * End
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            end: string;
            /** Id */
            id: string;
            /** Lead */
            lead: boolean;
            /** Note */
            note: string;
            /** Person */
            person: string;
            /** Phone */
            phone: string;
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
            /** Unit */
            unit: string;
        };
        /** SideEffectsRead */
        SideEffectsRead: {
            /**
             * People
             * @description Records about people in data sets of those services: the most that can be touched
             */
            people: number;
            /**
             * Services
             * @description That stop, or lose what they depend on; fifty at most
             */
            services: components["schemas"]["NamedRead"][];
            /** Units */
            units: string[];
        };
        /**
         * SightingRead
         * @description How often it was in a unit's events.
         */
        SightingRead: {
            /** Events */
            events: number;
            /** Field */
            field: string;
            /**
             * First
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            first: string;
            /**
             * Last
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            last: string;
            /** Unit */
            unit: string;
        };
        /** SignIn */
        SignIn: {
            /**
             * Code
             * @description From the authenticator, or a recovery code; when the account asks for one
             */
            code?: string | null;
            /**
             * Name
             * @example analyst
             */
            name: string;
            /** Password */
            password: string;
        };
        /** SituationHistory */
        SituationHistory: {
            /**
             * Items
             * @description Oldest first; an hour in which nobody looked is not there
             */
            items: components["schemas"]["ReadingRead"][];
            /** Subject */
            subject: string;
        };
        /** SituationRead */
        SituationRead: {
            /** @description The district, or the topmost unit the caller sees */
            head: components["schemas"]["AssessmentRead"] | null;
            /**
             * Subjects
             * @description Units, systems and zones; worst first within a kind
             */
            subjects: components["schemas"]["SubjectRead"][];
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Trend Hours */
            trend_hours: number;
        };
        /** SourceAdd */
        SourceAdd: {
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Settings */
            settings: {
                [key: string]: string | number | boolean | string[];
            };
            /**
             * Unit
             * @default district
             */
            unit?: string;
        };
        /**
         * SourceBucket
         * @description lag_s: the longest of its batches; null without an event.
         */
        SourceBucket: {
            /** Bytes */
            bytes: number;
            /** Dropped */
            dropped: number;
            /** Events */
            events: number;
            /** Lag S */
            lag_s: number | null;
            /** Quarantined */
            quarantined: number;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /** SourceCounters */
        SourceCounters: {
            /** Dropped */
            dropped: number;
            /** Events */
            events: number;
            /** Last Event */
            last_event: string | null;
            /** Last Ingest */
            last_ingest: string | null;
            /** Quarantined */
            quarantined: number;
            /** Source */
            source: string;
        };
        /** SourceDetail */
        SourceDetail: {
            /** Name */
            name: string;
            /**
             * Quarantine
             * @description What could not be read; most records first
             */
            quarantine: components["schemas"]["QuarantineReason"][];
            /**
             * Settings
             * @description As they were given; null unless it was added while running
             */
            settings: {
                [key: string]: unknown;
            } | null;
            /**
             * Units
             * @description One for each unit that owns records of it
             */
            units: components["schemas"]["SourceRead"][];
        };
        /** SourceHistory */
        SourceHistory: {
            /**
             * Bucket S
             * @description Length of a bucket
             */
            bucket_s: number;
            /**
             * End
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            end: string;
            /**
             * Items
             * @description Oldest first; those in which nothing arrived are left out
             */
            items: components["schemas"]["SourceBucket"][];
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
        };
        /** SourceKind */
        SourceKind: {
            /** Name */
            name: string;
            /**
             * Schemes
             * @description Of its listening address
             */
            schemes: string[];
            /**
             * Settings
             * @description JSON Schema of its settings; `x-zh` holds the Chinese texts
             */
            settings: {
                [key: string]: unknown;
            };
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
        };
        /** SourceKinds */
        SourceKinds: {
            /**
             * Folders
             * @description Files must lie below one of these
             */
            folders: string[];
            /** Items */
            items: components["schemas"]["SourceKind"][];
        };
        /**
         * SourceRead
         * @description A source as far as one unit owns what it delivers. Counters are totals since the first record.
         */
        SourceRead: {
            /** Bytes */
            bytes: number;
            /**
             * Clocks
             * @description Clocks that are off by a minute or more; by host, at most 20
             */
            clocks: components["schemas"]["ClockOff"][];
            /**
             * Dropped
             * @description Records lost before they could be kept
             */
            dropped: number;
            /** Duplicates */
            duplicates: number;
            /**
             * Error
             * @description Why it cannot be read
             */
            error: string | null;
            /** Events */
            events: number;
            /** First Event */
            first_event: string | null;
            /**
             * Input
             * @description Address or file it is read from
             */
            input: string | null;
            /**
             * Kind
             * @description What reads it; null for a recording, recognised by content
             */
            kind: string | null;
            /**
             * Lag S
             * @description How far the newest event was behind the clock when it was stored; null for recordings
             */
            lag_s: number | null;
            /** Last Event */
            last_event: string | null;
            /** Last Ingest */
            last_ingest: string | null;
            /**
             * Managed
             * @description Added while running: it can be changed and removed here
             */
            managed: boolean;
            /** Name */
            name: string;
            /** Quarantined */
            quarantined: number;
            /**
             * Schemas
             * @description What its events were read as, and how many of each; the most frequent ones
             */
            schemas: {
                [key: string]: number;
            };
            /**
             * Silence Learned
             * @description That pause was learned from its own pauses
             */
            silence_learned: boolean;
            /**
             * Silent After S
             * @description Pause after which it counts as silent; null while it is not being read
             */
            silent_after_s: number | null;
            state: components["schemas"]["SourceState"];
            /** State Zh */
            state_zh: string;
            /** Unit */
            unit: string;
        };
        /**
         * SourceState
         * @description receiving: delivered lately; dropping: delivers, and more than one record in a thousand is lost; failed: cannot be
         *     read; silent: configured, delivered before, nothing for longer than usual; waiting: configured, nothing yet; disabled:
         *     switched off; recording: a file that was replayed, from which nothing more is expected.
         * @enum {string}
         */
        SourceState: "receiving" | "dropping" | "failed" | "silent" | "waiting" | "disabled" | "recording";
        /**
         * SourceTried
         * @description What came of a test. Nothing was stored.
         */
        SourceTried: {
            /**
             * Busy
             * @description The platform listens there already, so it was not listened on again
             */
            busy: boolean;
            /**
             * Error
             * @description Why it cannot be read at all
             */
            error: string | null;
            /** Events */
            events: number;
            /** Hint */
            hint: string | null;
            /**
             * Problems
             * @description The first twenty
             */
            problems: components["schemas"]["SampleProblem"][];
            /** Refused */
            refused: number;
            /**
             * Samples
             * @description The first three events
             */
            samples: components["schemas"]["SampleField"][][];
            /**
             * Works
             * @description It can be read, and nothing in it was refused
             */
            works: boolean;
        };
        /**
         * SourceTry
         * @description sample: records to parse instead of reading from the source. wait_s: how long to listen at an address.
         */
        SourceTry: {
            /** Kind */
            kind: string;
            /**
             * Name
             * @default test
             */
            name?: string;
            /**
             * Sample
             * @default
             */
            sample?: string;
            /** Settings */
            settings: {
                [key: string]: string | number | boolean | string[];
            };
            /**
             * Unit
             * @default district
             */
            unit?: string;
            /**
             * Wait S
             * @default 5
             */
            wait_s?: number;
        };
        /**
         * SourceWrite
         * @description settings: as the kind's schema says (`GET /source-kinds`).
         */
        SourceWrite: {
            /** Kind */
            kind: string;
            /** Settings */
            settings: {
                [key: string]: string | number | boolean | string[];
            };
            /**
             * Unit
             * @default district
             */
            unit?: string;
        };
        /** Sources */
        Sources: {
            /**
             * Items
             * @description By name and unit
             */
            items: components["schemas"]["SourceRead"][];
        };
        /**
         * SourcesSeen
         * @description `event: sources`: counters of every source within the caller's units, whenever one moved.
         */
        SourcesSeen: {
            /** Items */
            items: components["schemas"]["SourceCounters"][];
        };
        /** SourcesTotal */
        SourcesTotal: {
            /** Count */
            count: number;
            state: components["schemas"]["SourceState"];
            /** State Zh */
            state_zh: string;
        };
        /**
         * StageRead
         * @description A stage of the journey. What goes in and comes out is counted since the beginning, within the caller's units.
         */
        StageRead: {
            /**
             * Lost
             * @description collect: dropped before they could be kept; else null
             */
            lost: number | null;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Per Second
             * @description Over the last minute or less; null until it has been watched for two seconds
             */
            per_second: number | null;
            /**
             * Refused
             * @description collect: quarantined; keep: stored already; else null
             */
            refused: number | null;
            /**
             * Seconds
             * @description Processor time spent since the pipeline beside us started; null for who does not see everything
             */
            seconds: number | null;
            /**
             * Stage
             * @enum {string}
             */
            stage: "collect" | "keep" | "detect" | "correlate";
            /**
             * Total
             * @description collect: records; keep: events; detect: alerts; correlate: incidents
             */
            total: number;
        };
        /**
         * Standing
         * @description approved: an approval stood then for this taker. keeper: the owner's own application. ended: the one named no longer
         *     stood, or not yet. unapproved: none stood. registered: no event behind it.
         * @enum {string}
         */
        Standing: "approved" | "keeper" | "ended" | "unapproved" | "registered";
        /** StandingPage */
        StandingPage: {
            /** Items */
            items: components["schemas"]["StandingRead"][];
        };
        /**
         * StandingRead
         * @description Where an incident stands: how grave, what data is at risk, and whether somebody took it up in time.
         */
        StandingRead: {
            /**
             * Acknowledged
             * @description When somebody first decided about it
             */
            acknowledged: string | null;
            /**
             * Clock
             * @description none: no limit, or not shown to anybody as an incident
             * @enum {string}
             */
            clock: "waiting" | "overdue" | "met" | "missed" | "none";
            /**
             * Data Sets
             * @description Of the systems its machines belong to; at most twenty
             */
            data_sets: components["schemas"]["DataSetNamed"][];
            /**
             * Due
             * @description By when somebody acknowledges it; null when there is no limit
             */
            due: string | null;
            /**
             * Grade
             * @description Proposed by the level: 1 (extraordinary) to 4 (general), GB/T 20986-2023
             */
            grade: number;
            /** Grade Name */
            grade_name: string;
            /** Grade Zh */
            grade_zh: string;
            /** Id */
            id: string;
        };
        /**
         * State
         * @enum {string}
         */
        State: "active" | "inactive" | "rejected";
        /** StatusCount */
        StatusCount: {
            /** Count */
            count: number;
            status: components["schemas"]["AlertStatus"];
        };
        /** StatusTotal */
        StatusTotal: {
            /** Count */
            count: number;
            status: components["schemas"]["IncidentStatus"];
            /** Status Zh */
            status_zh: string;
        };
        /**
         * Step
         * @description A part of the rule, and whether it holds.
         */
        Step: {
            /** Holds */
            holds: boolean;
            /** Parts */
            parts: components["schemas"]["Step"][];
            /** Text */
            text: string;
            /**
             * Values
             * @description What the event has in the field; null for groups of tests
             */
            values: unknown[] | null;
        };
        /** StepPlace */
        StepPlace: {
            /** X */
            x: number;
            /** Y */
            y: number;
        };
        /**
         * StepRead
         * @description One technique on one machine, at the time of its first alert.
         */
        StepRead: {
            /** Alerts */
            alerts: string[];
            /** Host */
            host: string | null;
            tactic: components["schemas"]["TacticRead"] | null;
            technique: components["schemas"]["TechniqueRead"] | null;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /** StoppedRead */
        StoppedRead: {
            /** Actions */
            actions: number;
            /** Criticality */
            criticality: number;
            /** P */
            p: number;
            ring: components["schemas"]["Ring"];
            /** Ring Zh */
            ring_zh: string;
            /**
             * Safety
             * @description Whether people can come to harm
             */
            safety: boolean;
            target: components["schemas"]["NamedRead"];
        };
        /**
         * StoredVersion
         * @description What is in force under the draft's id, to compare with.
         */
        StoredVersion: {
            /** Digest */
            digest: string;
            /** Document */
            document: {
                [key: string]: unknown;
            };
            /**
             * Version
             * @description Its `modified`
             */
            version: string;
        };
        /**
         * SubjectKind
         * @enum {string}
         */
        SubjectKind: "district" | "unit" | "system" | "zone";
        /**
         * SubjectRead
         * @description What has an index. 100 is calm.
         */
        SubjectRead: {
            /**
             * Band
             * @enum {string}
             */
            band: "calm" | "watch" | "strained" | "severe";
            /**
             * Change
             * @description Against the index `trend_hours` ago; null when it is not known
             */
            change: number | null;
            /** Families */
            families: components["schemas"]["FamilyRead"][];
            /** Id */
            id: string;
            /** Index */
            index: number;
            /**
             * Key
             * @example unit:data-centre
             */
            key: string;
            kind: components["schemas"]["SubjectKind"];
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Trend
             * @description Null when `change` is
             */
            trend: ("worsening" | "improving" | "steady") | null;
            /** Unit */
            unit: string;
        };
        /**
         * SuggestedInputs
         * @description What an incident would give the external variables.
         */
        SuggestedInputs: {
            /** Inputs */
            inputs: {
                [key: string]: string;
            };
        };
        /** SupplierAdd */
        SupplierAdd: {
            /** Access */
            access?: components["schemas"]["AccessModel"][];
            /**
             * Contact
             * @default
             */
            contact?: string;
            /** Contracts */
            contracts?: components["schemas"]["ContractModel"][];
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** People */
            people?: components["schemas"]["KeyPostModel"][];
            /** Products */
            products?: components["schemas"]["ProductModel"][];
            /** Systems */
            systems?: string[];
            /**
             * Unit
             * @description Which buys of it; the caller's when empty
             * @default
             */
            unit?: string;
        };
        /** SupplierList */
        SupplierList: {
            /** Items */
            items: components["schemas"]["SupplierRead"][];
        };
        /** SupplierNamed */
        SupplierNamed: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /** SupplierPut */
        SupplierPut: {
            /** Access */
            access?: components["schemas"]["AccessModel"][];
            /**
             * Contact
             * @default
             */
            contact?: string;
            /** Contracts */
            contracts?: components["schemas"]["ContractModel"][];
            /** Name */
            name: string;
            /** People */
            people?: components["schemas"]["KeyPostModel"][];
            /** Products */
            products?: components["schemas"]["ProductModel"][];
            /** Systems */
            systems?: string[];
            /**
             * Unit
             * @description Which buys of it; the caller's when empty
             * @default
             */
            unit?: string;
        };
        /** SupplierRead */
        SupplierRead: {
            /** Access */
            access: components["schemas"]["AccessModel"][];
            /** Contact */
            contact: string;
            /** Contracts */
            contracts: components["schemas"]["ContractModel"][];
            /** Id */
            id: string;
            /** Lists */
            lists: components["schemas"]["ListRead"][];
            /** Name */
            name: string;
            /** People */
            people: components["schemas"]["KeyPostModel"][];
            /** Products */
            products: components["schemas"]["ProductModel"][];
            /** Systems */
            systems: string[];
            /** Unit */
            unit: string;
            /** Weaknesses */
            weaknesses: components["schemas"]["WeaknessOfProduct"][];
        };
        /** SwitchOff */
        SwitchOff: {
            /**
             * Reason
             * @description Goes into the audit trail
             */
            reason: string;
        };
        /**
         * Switched
         * @description Who switched a rule off, when, and why.
         */
        Switched: {
            /** Actor */
            actor: string;
            /** Reason */
            reason: string;
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
        };
        /**
         * SystemBrief
         * @description current_gate: the first gate of its project not passed; lacking: what is missing for going live.
         */
        SystemBrief: {
            /** Automatic */
            automatic: number;
            /** Broken Promises */
            broken_promises: number;
            cii: components["schemas"]["CiiStatus"];
            conclusion: components["schemas"]["ConclusionRead"];
            counted: components["schemas"]["Counted"];
            /** Current Gate */
            current_gate: string;
            /** Extensions */
            extensions: components["schemas"]["Extension"][];
            /** Filed */
            filed: string;
            /** Id */
            id: string;
            /** Lacking */
            lacking: string[];
            /** Level */
            level: number;
            /** Level Is Proposal */
            level_is_proposal: boolean;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Overdue */
            overdue: number;
            /** Plan Task */
            plan_task: number;
            /** Unit */
            unit: string;
        };
        /** SystemNamed */
        SystemNamed: {
            /** Id */
            id: string;
            /** Level Is Proposal */
            level_is_proposal: boolean;
            /**
             * Mlps Level
             * @description 0 when not graded
             */
            mlps_level: number;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
        };
        /** SystemPosture */
        SystemPosture: {
            /** Assets */
            assets: components["schemas"]["AssetBrief"][];
            /**
             * At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            at: string;
            brief: components["schemas"]["SystemBrief"];
            /** Conclusions */
            conclusions: components["schemas"]["ConclusionRead"][];
            /** Data Sets */
            data_sets: components["schemas"]["DataSetBrief"][];
            /** Documents */
            documents: components["schemas"]["DocumentRead"][];
            /** Items */
            items: components["schemas"]["ItemBrief"][];
            /** Major */
            major: components["schemas"]["Named"][];
            /** Obligations */
            obligations: components["schemas"]["ObligationRead"][];
            /** Open Exposures */
            open_exposures: number;
            record: components["schemas"]["RecordRead"];
            /** Suggested */
            suggested: components["schemas"]["Named"][];
            /** Tasks */
            tasks: components["schemas"]["TaskRead"][];
        };
        /**
         * SystemRecovery
         * @description A system and what brings it back. Without a plan its lamp is grey.
         */
        SystemRecovery: {
            /** Id */
            id: string;
            lamp: components["schemas"]["Lamp"];
            /** Mlps Level */
            mlps_level: number;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Plans */
            plans: components["schemas"]["BackupPlanRead"][];
            /** Unit */
            unit: string;
        };
        /** TacticHit */
        TacticHit: {
            /** Alerts */
            alerts: number;
            domain: components["schemas"]["Domain"];
            tactic: components["schemas"]["TacticRead"];
        };
        /** TacticRead */
        TacticRead: {
            /** Id */
            id: string | null;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Shortname */
            shortname: string;
        };
        /** TaskRead */
        TaskRead: {
            /**
             * Changed
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            changed: string;
            /** Changed By */
            changed_by: string;
            /** Due */
            due: string;
            /** Id */
            id: string;
            /** Items */
            items: string[];
            /** Note */
            note: string;
            /** Owner */
            owner: string;
            /** Proof */
            proof: string;
            state: components["schemas"]["TaskState"];
            /** Title */
            title: string;
        };
        /**
         * TaskState
         * @enum {string}
         */
        TaskState: "open" | "done" | "accepted" | "dropped";
        /** TaskWrite */
        TaskWrite: {
            /** Due */
            due: string;
            /** Items */
            items: string[];
            /**
             * Note
             * @default
             */
            note?: string;
            /** Owner */
            owner: string;
            /**
             * Proof
             * @default
             */
            proof?: string;
            /** @default open */
            state?: components["schemas"]["TaskState"];
            /** Title */
            title: string;
        };
        /**
         * TechniqueCovered
         * @description One technique of the matrix; a technique stands in the column of each of its tactics.
         */
        TechniqueCovered: {
            covered: components["schemas"]["Covered"];
            /**
             * Fed
             * @description Of those, fed by what arrives
             */
            fed: number;
            /**
             * Hits
             * @description In the range; null for who may not see alerts
             */
            hits: number | null;
            /** Id */
            id: string;
            /**
             * Name
             * @description A sub-technique's name has its technique's before it; the id when unknown
             */
            name: string;
            /**
             * Parent
             * @description Of a sub-technique
             */
            parent: string | null;
            /**
             * Rules
             * @description Active rules that name it
             */
            rules: number;
            /** Tactics */
            tactics: string[];
            /** Url */
            url: string | null;
        };
        /** TechniqueRead */
        TechniqueRead: {
            /** Id */
            id: string;
            /**
             * Name
             * @description A sub-technique's name has its technique's before it; the id when unknown
             */
            name: string;
            /** Url */
            url: string | null;
        };
        /** ThreatRead */
        ThreatRead: {
            /** En */
            en: string;
            /** Id */
            id: string;
            /** Zh */
            zh: string;
        };
        /** Timeline */
        Timeline: {
            /**
             * Cursor
             * @description Continues after the last item; null at the end
             */
            cursor: string | null;
            /** Items */
            items: components["schemas"]["TimelineItem"][];
        };
        /**
         * TimelineItem
         * @description An alert of it.
         */
        TimelineItem: {
            /** Alert */
            alert: string;
            /**
             * Beside
             * @description Whom else it is about, at most eight
             */
            beside: components["schemas"]["EntityName"][];
            level: components["schemas"]["Level"];
            /** Rule */
            rule: string;
            /** Source */
            source: string;
            status: components["schemas"]["AlertStatus"];
            /** Tactics */
            tactics: components["schemas"]["TacticRead"][];
            /** Techniques */
            techniques: components["schemas"]["TechniqueRead"][];
            /**
             * Time
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            time: string;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string;
            /** Unit */
            unit: string;
        };
        /** TokenAdd */
        TokenAdd: {
            /**
             * Expires
             * Format: date-time
             */
            expires: string;
            /**
             * Name
             * @example nightly export
             */
            name: string;
            /**
             * Permissions
             * @example [
             *       "events:read"
             *     ]
             */
            permissions: string[];
            /**
             * Unit
             * @description What it may see; null means the account's own unit
             */
            unit?: string | null;
        };
        /** TokenAdded */
        TokenAdded: {
            /**
             * Secret
             * @description To be sent as `Authorization: Bearer …`; shown only now
             */
            secret: string;
            token: components["schemas"]["TokenRead"];
        };
        /** TokenRead */
        TokenRead: {
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /**
             * Expires
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            expires: string;
            /** Id */
            id: string;
            /** Last Address */
            last_address: string;
            /** Last Used */
            last_used: string | null;
            /** Name */
            name: string;
            /** Permissions */
            permissions: string[];
            /** Revoked */
            revoked: string | null;
            /** Unit */
            unit: string;
        };
        /** Tokens */
        Tokens: {
            /** Items */
            items: components["schemas"]["TokenRead"][];
        };
        /**
         * TreatmentRead
         * @description residual: the level it is expected to leave.
         */
        TreatmentRead: {
            /** Approved */
            approved: string | null;
            /** Approver */
            approver: string;
            /** Done */
            done: string;
            /** Due */
            due: string;
            /** Inherent */
            inherent: number;
            /** Likelihood */
            likelihood: number;
            /** Loss */
            loss: number;
            /** Measures */
            measures: string;
            /** Owner */
            owner: string;
            /** Proof */
            proof: string;
            /** Residual */
            residual: number;
            /**
             * Set At
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            set_at: string;
            /** Set By */
            set_by: string;
            /** Until */
            until: string;
            way: components["schemas"]["Way"];
        };
        /** TreatmentSet */
        TreatmentSet: {
            /**
             * Done
             * @default
             * @example 2026-11-23
             */
            done?: string;
            /**
             * Due
             * @default
             * @example 2026-11-23
             */
            due?: string;
            /** Likelihood */
            likelihood?: number | null;
            /** Loss */
            loss?: number | null;
            /** Measures */
            measures: string;
            /** Owner */
            owner: string;
            /**
             * Proof
             * @default
             */
            proof?: string;
            /**
             * Until
             * @default
             * @example 2026-11-23
             */
            until?: string;
            way: components["schemas"]["Way"];
        };
        /** UnfedRule */
        UnfedRule: {
            feed: components["schemas"]["Feed"];
            /** Id */
            id: string;
            /** Key */
            key: string;
            level: components["schemas"]["Level"];
            /**
             * Logsource
             * @description Null for a correlation
             */
            logsource: string | null;
            /**
             * Missing
             * @description Fields nobody delivers, without which it can never fire
             */
            missing: string[];
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string | null;
        };
        /** UnitAdd */
        UnitAdd: {
            /**
             * Id
             * @example education
             */
            id: string;
            kind: components["schemas"]["UnitKind"];
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Parent
             * @example district
             */
            parent: string;
        };
        /** UnitChange */
        UnitChange: {
            /** Name */
            name?: string | null;
            /** Name Zh */
            name_zh?: string | null;
            /** Parent */
            parent?: string | null;
        };
        /**
         * UnitKind
         * @enum {string}
         */
        UnitKind: "district" | "department" | "town" | "village" | "institution" | "supplier" | "other";
        /** UnitName */
        UnitName: {
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
        };
        /** UnitNames */
        UnitNames: {
            /**
             * Names
             * @description By id, every unit the caller sees
             */
            names: {
                [key: string]: components["schemas"]["UnitName"];
            };
        };
        /** UnitRead */
        UnitRead: {
            /** Id */
            id: string;
            kind: components["schemas"]["UnitKind"];
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /**
             * Parent
             * @description The unit above; null for the district
             */
            parent: string | null;
        };
        /**
         * UnitScoreRead
         * @description score: 0 to 100, mean over its notices. lost: marks taken off, over all of them.
         */
        UnitScoreRead: {
            /** Lost */
            lost: components["schemas"]["LostMark"][];
            /** Notices */
            notices: number;
            /** Overdue */
            overdue: number;
            /** Score */
            score: number;
            /** Unit */
            unit: string;
        };
        /** UnitScores */
        UnitScores: {
            /** Full */
            full: number;
            /** Items */
            items: components["schemas"]["UnitScoreRead"][];
        };
        /** Units */
        Units: {
            /**
             * Items
             * @description Parents before children
             */
            items: components["schemas"]["UnitRead"][];
        };
        /**
         * UnknownFieldRead
         * @description A field the query names that nothing the caller sees has.
         */
        UnknownFieldRead: {
            /** Field */
            field: string;
            /**
             * Near
             * @description Known names like it, the nearest first
             */
            near: string[];
            /**
             * Position
             * @description 0-based character of the query where its condition stands
             */
            position: number;
        };
        /** ValueRead */
        ValueRead: {
            /** Count */
            count: number;
            /**
             * Value
             * @description Text, number or truth value; null never; integers beyond 2^53-1 are texts
             */
            value: unknown;
        };
        /** ValuesRead */
        ValuesRead: {
            /** Field */
            field: string;
            /**
             * Items
             * @description Most frequent first
             */
            items: components["schemas"]["ValueRead"][];
            /**
             * Partial
             * @description Why not everything could be searched, a line each; empty when the answer is whole
             */
            partial: string[];
        };
        /**
         * VerbRead
         * @description A verb of the platform's own commands.
         */
        VerbRead: {
            /**
             * Actuators
             * @description Names of configured actuators that answer it
             */
            actuators: string[];
            /** Arguments */
            arguments: string[];
            /** Verb */
            verb: string;
        };
        /**
         * Verdict
         * @description Result of an automatic check of a control item.
         * @enum {string}
         */
        Verdict: "met" | "partly_met" | "not_met" | "not_applicable" | "unknown";
        /** ViewAdd */
        ViewAdd: {
            /**
             * Name
             * @example SSH from outside
             */
            name: string;
            page: components["schemas"]["ViewedPage"];
            /**
             * Search
             * @description What the page's address holds after the question mark
             * @example q=destination.port%3A22&from=now-7d&to=now
             */
            search: string;
        };
        /** ViewChange */
        ViewChange: {
            /**
             * Name
             * @example SSH from outside
             */
            name: string;
            /**
             * Search
             * @description What the page's address holds after the question mark
             * @example q=destination.port%3A22&from=now-7d&to=now
             */
            search: string;
        };
        /** ViewRead */
        ViewRead: {
            /**
             * Created
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            created: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            page: components["schemas"]["ViewedPage"];
            /** Search */
            search: string;
            /**
             * Updated
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            updated: string;
        };
        /**
         * ViewedPage
         * @enum {string}
         */
        ViewedPage: "events" | "alerts" | "incidents";
        /** Views */
        Views: {
            /** Items */
            items: components["schemas"]["ViewRead"][];
        };
        /** WarningListRead */
        WarningListRead: {
            /** Entries */
            entries: number;
            /** Name */
            name: string;
            /** Section */
            section: string;
            /** Title */
            title: string;
            /** Version */
            version: number;
        };
        /** WarningLists */
        WarningLists: {
            /** Lists */
            lists: components["schemas"]["WarningListRead"][];
            /** Own */
            own: components["schemas"]["OwnValueRead"][];
        };
        /** WatchRead */
        WatchRead: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /** Title Zh */
            title_zh: string | null;
        };
        /**
         * Way
         * @description What is done about a risk.
         * @enum {string}
         */
        Way: "reduce" | "transfer" | "avoid" | "accept";
        /** WayStep */
        WayStep: {
            /** Code */
            code: string;
            /** En */
            en: string;
            /** Gain */
            gain: number;
            /** Item */
            item: string;
            /** Value */
            value: number;
            /** Zh */
            zh: string;
        };
        /** WeaknessOfProduct */
        WeaknessOfProduct: {
            /** Products */
            products: string[];
            /** Weakness */
            weakness: string;
        };
        /**
         * WhatIf
         * @description chosen: the conclusion if the asked items were met. way: the fewest items to the next better conclusion.
         */
        WhatIf: {
            chosen: components["schemas"]["ConclusionRead"];
            now: components["schemas"]["ConclusionRead"];
            /** Way */
            way: components["schemas"]["WayStep"][];
        };
        /**
         * Why
         * @description Why an alert belongs: it opened the incident (`first`), or shares something with `other`.
         */
        Why: {
            /**
             * Kind
             * @example first
             * @example entity
             * @example merge
             */
            kind: string;
            /**
             * Other
             * @description The alert it joined
             */
            other: string | null;
            /**
             * Path
             * @description Keys of the entities that connect the two, in order
             */
            path: string[];
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
            /** Weight */
            weight: number;
        };
        /** WhyAsked */
        WhyAsked: {
            /** Code */
            code: string;
            /** Text */
            text: string;
            /** Text Zh */
            text_zh: string;
        };
        /**
         * Witness
         * @description What tells the true time. record: the record's own time beside the stamp of who passed it on; arrival: when a
         *     record from the future came.
         * @enum {string}
         */
        Witness: "record" | "arrival";
        /**
         * ZeroReportGive
         * @description due: which one; the time as it was read. quiet: nothing happened; otherwise text says what did.
         */
        ZeroReportGive: {
            /**
             * Due
             * Format: date-time
             */
            due: string;
            /**
             * Quiet
             * @default true
             */
            quiet?: boolean;
            /**
             * Text
             * @default
             */
            text?: string;
        };
        /**
         * ZeroReportRead
         * @description What a unit has to say by `due` about the time since `start`. quiet: nothing happened. told: who was on duty there when
         *     the unit was reminded. mine: the caller may give it now.
         */
        ZeroReportRead: {
            /**
             * Due
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            due: string;
            /** Mine */
            mine: boolean;
            /** Quiet */
            quiet: boolean;
            /** Reminded */
            reminded: number;
            /** Reported */
            reported: string | null;
            /** Reported By */
            reported_by: string | null;
            /**
             * Start
             * Format: date-time
             * @example 2026-11-22T08:01:02.000003Z
             */
            start: string;
            status: components["schemas"]["ZeroStatus"];
            /** Text */
            text: string;
            /** Told */
            told: string;
            /** Unit */
            unit: string;
        };
        /**
         * ZeroReports
         * @description every_hours: what the mode asks for, 0 where it asks for none. Latest due first.
         */
        ZeroReports: {
            /** Every Hours */
            every_hours: number;
            /** Items */
            items: components["schemas"]["ZeroReportRead"][];
        };
        /**
         * ZeroStatus
         * @description Of a report that is due even when nothing happened (零报告). dropped: the mode that asked for it was over first.
         * @enum {string}
         */
        ZeroStatus: "expected" | "reported" | "missed" | "late" | "dropped";
        /** ZoneNamed */
        ZoneNamed: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string;
            /** Trust */
            trust: number;
        };
    };
    responses: {
        /** @description The request cannot be read */
        Problem400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nobody is signed in, or nobody is let in with this */
        Problem401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed */
        Problem403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing within the caller's units */
        Problem404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body took too long to arrive */
        Problem408: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It cannot be done as things stand */
        Problem409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was changed since the caller read it */
        Problem412: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        Problem413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body must be application/json */
        Problem415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not as described, or cannot be carried out as given */
        Problem422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description If-Match is required */
        Problem428: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests; Retry-After says when to come back */
        Problem429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something went wrong here */
        Problem500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What is kept cannot be read or written now; Retry-After says when to come back */
        Problem503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_own_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAccountRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_own_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnAccountChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAccountRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_own_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    finish_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    begin_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorBegun"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    turn_off_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_own_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSessions"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    end_other_sessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    end_own_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_accounts: {
        parameters: {
            query?: {
                unit?: string | null;
                role?: components["schemas"]["Role-Input"] | null;
                disabled?: boolean | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAdded"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPassword"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    set_roles: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RolesSet"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    reset_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    end_sessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_tokens_of_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountTokens"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revoke_token_of_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    unlock_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_alerts: {
        parameters: {
            query?: {
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
                level?: components["schemas"]["Level"][] | null;
                status?: components["schemas"]["AlertStatus"][] | null;
                verdict?: components["schemas"]["AlertVerdict"][] | null;
                /** @description A rule's id */
                rule?: string | null;
                /** @description An entity's key, such as `ip:203.0.113.5` */
                entity?: string | null;
                /** @description Key of the entity a group is about; `-` for none */
                principal?: string | null;
                incident?: string | null;
                source?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    count_alerts: {
        parameters: {
            query?: {
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
                level?: components["schemas"]["Level"][] | null;
                status?: components["schemas"]["AlertStatus"][] | null;
                verdict?: components["schemas"]["AlertVerdict"][] | null;
                /** @description A rule's id */
                rule?: string | null;
                /** @description An entity's key, such as `ip:203.0.113.5` */
                entity?: string | null;
                /** @description Key of the entity a group is about; `-` for none */
                principal?: string | null;
                incident?: string | null;
                source?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertCounts"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    decide_alerts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertDecisions"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsDecided"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    group_alerts: {
        parameters: {
            query?: {
                /** @description Items of a page at most */
                limit?: number;
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
                level?: components["schemas"]["Level"][] | null;
                status?: components["schemas"]["AlertStatus"][] | null;
                verdict?: components["schemas"]["AlertVerdict"][] | null;
                /** @description A rule's id */
                rule?: string | null;
                /** @description An entity's key, such as `ip:203.0.113.5` */
                entity?: string | null;
                /** @description Key of the entity a group is about; `-` for none */
                principal?: string | null;
                incident?: string | null;
                source?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertGroups"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_alert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    decide_alert: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertDecision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_alert_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertHistory"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_approvals: {
        parameters: {
            query?: {
                status?: components["schemas"]["ApprovalStatus"] | null;
                execution?: string | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_approval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    decide_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalDecision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_audit_records: {
        parameters: {
            query?: {
                actor?: string | null;
                /** @description An action, or a family of them ending in a dot: `account.` */
                action?: string | null;
                object?: string | null;
                start?: string | null;
                end?: string | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_audit_head: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditHead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_audit_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sequence: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRecordRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    start_backtest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BacktestStart"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_backtest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                backtest_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    cancel_backtest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                backtest_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_backup_plans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupPlans"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_backup_plan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackupPlanWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupPlanRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_backup_looks: {
        parameters: {
            query?: {
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupLookPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    ask_backup_look: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackupLookAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupLookAsked"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_backup_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupPlanRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_backup_plan: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackupPlanWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupPlanRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_backup_plan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_blocklist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                blocklist_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_choke_points: {
        parameters: {
            query?: {
                /** @description Points at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChokePointsRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_cii: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CiiList"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revoke_scan_permit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanPermitRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_cii: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CiiDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_cii_assessment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CiiAssessmentAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CiiAssessmentRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_cii_assessment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CiiAssessmentAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CiiAssessmentRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    put_cii_file: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CiiFileModel"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CiiFileModel"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_scan_permit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanPermitAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanPermitRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_clocks: {
        parameters: {
            query?: {
                /** @description Of this incident only */
                incident?: string | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockCasePage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_reporting_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportingRules"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_clocks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockCaseDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_clocks: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClockCaseWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockCaseDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    start_clocks: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClockStart"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockCaseDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_report_draft: {
        parameters: {
            query?: {
                language?: "zh" | "en";
            };
            header?: never;
            path: {
                incident_id: string;
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportDraft"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    confirm_grade: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GradeConfirm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockCaseDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    record_report: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockCaseDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_compliance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DistrictRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    withdraw_compliance_document: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    take_data_survey: {
        parameters: {
            query?: {
                /** @description Of it and those below it */
                unit?: string;
                language?: "zh-CN" | "en";
            };
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_compliance_system: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemPosture"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    export_compliance_bundle: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_compliance_document: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    open_compliance_evidence: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceEvents"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_compliance_exception: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GateExceptionAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoardRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_compliance_gates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoardRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    pass_compliance_gate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
                gate_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PassageAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoardRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_compliance_item: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system_id: string;
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_compliance_official: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfficialAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialTaken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    put_compliance_record: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_compliance_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_compliance_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_compliance_task: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                system_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_compliance_what_if: {
        parameters: {
            query?: {
                template?: string;
                items?: string[] | null;
            };
            header?: never;
            path: {
                system_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIf"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_compliance_trend: {
        parameters: {
            query?: {
                system?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostureTrend"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_content: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Packs"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    install_content: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PackInstall"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    preview_content: {
        parameters: {
            query?: {
                /** @description What the pack is called, or is to be called */
                name?: string;
                /** @description The file's name */
                file?: string;
            };
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentPreview"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_content_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                preview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentPreview"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_content: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                pack: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_coverage: {
        parameters: {
            query?: {
                /** @description `enterprise` or `ics` */
                domain?: components["schemas"]["Domain"];
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_feeds: {
        parameters: {
            query?: {
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedsRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    export_navigator_layer: {
        parameters: {
            query?: {
                /** @description `enterprise` or `ics` */
                domain?: components["schemas"]["Domain"];
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The layer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_data_approvals: {
        parameters: {
            query?: {
                state?: components["schemas"]["RequestState"] | null;
                data_set?: string | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataApprovalPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    ask_data_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DataApprovalAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataApprovalRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_data_approval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataApprovalRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    decide_data_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DataApprovalDecision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataApprovalRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revoke_data_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DataApprovalEnd"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataApprovalRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_discoveries: {
        parameters: {
            query?: {
                state?: components["schemas"]["DiscoveryState"][] | null;
                kind?: components["schemas"]["DiscoveryKind"][] | null;
                text?: string;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscoveryPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    accept_discoveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscoveryAccept"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscoveryDecided"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    ignore_discoveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscoveryIgnore"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscoveryDecided"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    reopen_discoveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscoveryAccept"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscoveryDecided"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_drills: {
        parameters: {
            query?: {
                status?: components["schemas"]["DrillStatus"][] | null;
                kind?: components["schemas"]["DrillKind"] | null;
                system?: string | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrillPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    plan_drill: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrillPlanWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrillDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_drill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                drill_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrillDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    begin_drill: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                drill_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrillBegin"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrillDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    cancel_drill: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                drill_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrillCancel"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrillDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    note_drill: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                drill_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrillNotes"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrillDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_drill_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                drill_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrillRecord"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_duty: {
        parameters: {
            query?: {
                /** @description How many days ahead */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    set_mode: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModeSet"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_shift: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShiftAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShiftRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_shift: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                shift_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_zero_reports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZeroReports"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    give_zero_report: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ZeroReportGive"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ZeroReportRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_effects: {
        parameters: {
            query?: {
                in_force?: boolean;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EffectPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    end_effect: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EffectEnd"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EffectRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_entity: {
        parameters: {
            query: {
                /** @description An entity's key, such as `ip:203.0.113.5` */
                key: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntityDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_entity_activity: {
        parameters: {
            query: {
                /** @description An entity's key, such as `ip:203.0.113.5` */
                key: string;
                /** @description How far back */
                hours?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_hot_entities: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HotEntities"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_entity_peers: {
        parameters: {
            query: {
                /** @description An entity's key, such as `ip:203.0.113.5` */
                key: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Peers"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_entity_timeline: {
        parameters: {
            query: {
                /** @description An entity's key, such as `ip:203.0.113.5` */
                key: string;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    search_events: {
        parameters: {
            query?: {
                /** @description Lucene query over ECS names; empty finds all */
                q?: string;
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
                order?: "newest" | "oldest";
                /** @description Fields to give, each once; none means all */
                field?: string[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    check_query: {
        parameters: {
            query?: {
                /** @description Lucene query over ECS names; empty finds all */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryChecked"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    count_events: {
        parameters: {
            query?: {
                /** @description Lucene query over ECS names; empty finds all */
                q?: string;
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventCount"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    export_events: {
        parameters: {
            query?: {
                /** @description Lucene query over ECS names; empty finds all */
                q?: string;
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
                format?: "csv" | "jsonl";
                /** @description Fields to give, each once; none means all */
                field?: string[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as a file to be saved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_fields: {
        parameters: {
            query?: {
                prefix?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldNames"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    chart_events: {
        parameters: {
            query?: {
                /** @description Lucene query over ECS names; empty finds all */
                q?: string;
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
                /** @description Seconds; by default one that gives 60 to 200 intervals */
                interval_s?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistogramRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_top_values: {
        parameters: {
            query: {
                field: string;
                /** @description Lucene query over ECS names; empty finds all */
                q?: string;
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValuesRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_raw_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RawRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_exceptions: {
        parameters: {
            query?: {
                state?: components["schemas"]["ExceptionState"] | null;
                /** @description Id of a rule */
                rule?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exceptions"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_exception: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExceptionAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    preview_exception: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExceptionPreviewAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionPreview"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_exception: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    end_exception: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    extend_exception: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExceptionExtend"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_hidden_alerts: {
        parameters: {
            query?: {
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path: {
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HiddenPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_executions: {
        parameters: {
            query?: {
                status?: components["schemas"]["ExecutionStatus"][] | null;
                playbook?: string | null;
                incident?: string | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_execution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    cancel_execution: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExecutionCancel"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_export_kinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportKinds"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    take_export: {
        parameters: {
            query?: {
                language?: "zh-CN" | "en";
            };
            header?: never;
            path: {
                /** @description Kind of the export */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file to be saved; X-Fengsui-SM3 is its digest as the audit trail has it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                    "application/zip": string;
                    "text/csv": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    find_exposure_paths: {
        parameters: {
            query: {
                data_set: string;
                /** @description Where from; everywhere when left out */
                origin?: components["schemas"]["Origin"][] | null;
                /** @description Paths per origin at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExposurePaths"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthRead"];
                };
            };
            400: components["responses"]["Problem400"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessRead"];
                };
            };
            400: components["responses"]["Problem400"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_incidents: {
        parameters: {
            query?: {
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
                status?: components["schemas"]["IncidentStatus"][] | null;
                level?: components["schemas"]["Level"][] | null;
                /** @description true leaves out candidates */
                escalated?: boolean | null;
                alert?: string | null;
                /** @description An entity's key, such as `ip:203.0.113.5` */
                entity?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_incident_calibration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalibrationRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    count_incidents: {
        parameters: {
            query?: {
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
                status?: components["schemas"]["IncidentStatus"][] | null;
                level?: components["schemas"]["Level"][] | null;
                /** @description true leaves out candidates */
                escalated?: boolean | null;
                alert?: string | null;
                /** @description An entity's key, such as `ip:203.0.113.5` */
                entity?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentCounts"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_entity_risks: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntityRisks"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_incident_standing: {
        parameters: {
            query: {
                incident: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StandingPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_incident_attack_flow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttackFlow"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    decide_incident: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentDecision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_incident_graph: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentGraph"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_incident_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentHistory"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    merge_incidents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentMerge"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_incident_outlook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentOutlook"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    split_incident: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IncidentSplit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_incident_story: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentStory"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_indicator_feeds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feeds"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_indicator_feed: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_indicator_feed: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_indicator_feed: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    pause_indicator_feed: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    poll_indicator_feed: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    resume_indicator_feed: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    test_indicator_feed: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedTested"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_indicator_hunts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hunts"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_indicator_hunt: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HuntAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HuntRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    cancel_indicator_hunt: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HuntRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_indicator_imports: {
        parameters: {
            query?: {
                source?: string | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    import_indicators: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportDocument"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    preview_indicators: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportDocument"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_indicator_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_indicators: {
        parameters: {
            query?: {
                /** @description Part of the value */
                q?: string | null;
                kind?: components["schemas"]["ObservableKind"][] | null;
                state?: components["schemas"]["IndicatorState"][] | null;
                level?: components["schemas"]["Level"][] | null;
                source?: string | null;
                /** @description Number of an import */
                imported?: number | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndicatorPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_indicator: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IndicatorAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndicatorRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_warning_lists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningLists"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_own_value: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnValueWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningLists"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_own_value: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnValueRemove"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WarningLists"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    summarise_indicators: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndicatorSummary"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_indicator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndicatorDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    override_warning: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IndicatorReason"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndicatorDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    restore_indicator: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IndicatorReason"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndicatorDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revoke_indicator: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IndicatorReason"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndicatorDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_inventory: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    export_inventory: {
        parameters: {
            query?: {
                format?: components["schemas"]["ExportFormat"];
                /** @description The kind of record of a CSV */
                kind?: components["schemas"]["InventoryKind"] | null;
                /** @description Headers only */
                template?: boolean;
                /** @description Headers in English */
                english?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "text/csv": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    import_inventory: {
        parameters: {
            query?: {
                /** @description `digest` of the preview */
                expect?: string;
                /** @description The file's name */
                file?: string;
                /** @description Its form, when not recognised */
                form?: string;
                /** @description What the rows of a CSV are */
                kind?: components["schemas"]["InventoryKind"] | null;
                /** @description Answers for records that name no unit */
                unit?: string;
                /** @description What an SBOM or image report runs on */
                asset?: string;
            };
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryPlan"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    preview_inventory: {
        parameters: {
            query?: {
                /** @description The file's name */
                file?: string;
                /** @description Its form, when not recognised */
                form?: string;
                /** @description What the rows of a CSV are */
                kind?: components["schemas"]["InventoryKind"] | null;
                /** @description Answers for records that name no unit */
                unit?: string;
                /** @description What an SBOM or image report runs on */
                asset?: string;
            };
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryPlan"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_record: {
        parameters: {
            query: {
                /** @description Kind of the record */
                kind: components["schemas"]["InventoryKind"];
                /** @description Id of the record */
                id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryRecordDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    put_record: {
        parameters: {
            query: {
                /** @description Kind of the record */
                kind: components["schemas"]["InventoryKind"];
                /** @description Id of the record */
                id: string;
            };
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InventoryRecordPut"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryRecord"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_record: {
        parameters: {
            query: {
                /** @description Kind of the record */
                kind: components["schemas"]["InventoryKind"];
                /** @description Id of the record */
                id: string;
            };
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_records: {
        parameters: {
            query: {
                /** @description Kind of the record */
                kind: components["schemas"]["InventoryKind"];
                text?: string;
                unit?: string;
                /** @description Another field that must have the value */
                field?: string;
                value?: string;
                /** @description Only exposures that are not closed */
                open_only?: boolean;
                /** @description Items of a page at most */
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventoryRecordPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_kept_reports: {
        parameters: {
            query?: {
                /** @description Made by this schedule only */
                schedule?: string | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptReportPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_kept_report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report as a file to be saved; X-Fengsui-SM3 is its digest as the audit trail has it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "application/pdf": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                    "application/zip": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_notices: {
        parameters: {
            query?: {
                status?: components["schemas"]["NoticeStatus"][] | null;
                unit?: string | null;
                incident?: string | null;
                kind?: components["schemas"]["NoticeKind"] | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    draft_notices: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeDraft"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticesDrafted"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_notice_scores: {
        parameters: {
            query?: {
                /** @description Notices issued within so many days */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitScores"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_notice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    archive_notice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    answer_notice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    handle_notice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    issue_notice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    review_notice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeReview"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    sign_notice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    withdraw_notice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    begin_oidc: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    finish_oidc: {
        parameters: {
            query?: {
                state?: string | null;
                code?: string | null;
                error?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            404: components["responses"]["Problem404"];
            409: components["responses"]["Problem409"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    send_openc: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenC2Message"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/openc2+json;version=1.0": components["schemas"]["OpenC2Answer"];
                    "application/openc2-rsp+json;version=1.0": components["schemas"]["OpenC2Answer"];
                };
            };
            /** @description No response was wanted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_overview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    extract_packets: {
        parameters: {
            query?: {
                alert?: string | null;
                event?: string | null;
                /** @description Before it began and after it ended */
                seconds?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The packets as a pcapng file to be saved; X-Fengsui-Cut says whether there were more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-pcapng": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    dissect_packets: {
        parameters: {
            query?: {
                alert?: string | null;
                event?: string | null;
                seconds?: number;
                /** @description Packets to dissect at most */
                packets?: number;
                format?: "text" | "json";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dissection"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    packets_kept: {
        parameters: {
            query?: {
                alert?: string | null;
                event?: string | null;
                /** @description Before it began and after it ended */
                seconds?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Kept"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_playbook_drafts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drafts"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    begin_playbook_draft: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftBegin"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_playbook_forms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookForms"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    read_playbook_text: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaybookText"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookTextRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_playbook_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draft_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_playbook_draft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                draft_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    discard_playbook_draft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                draft_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    publish_playbook_draft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                draft_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftPublished"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rehearse_playbook_draft: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                draft_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftTry"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rehearsal"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_playbooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Playbooks"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    import_playbook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaybookImport"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    check_playbook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaybookGiven"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookCheck"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rank_playbooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RankedPlaybooks"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_playbook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                playbook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_playbook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                playbook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    set_playbook_auto: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                playbook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaybookAuto"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    suggest_playbook_inputs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                playbook_id: string;
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestedInputs"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    rehearse_playbook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                playbook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rehearsal"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    run_playbook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                playbook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunAsk"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAsked"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_playbook_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                playbook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookVersions"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_playbook_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                playbook_id: string;
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookVersionDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_data_sets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataSetList"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_data_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                data_set: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataSetDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_data_accesses: {
        parameters: {
            query?: {
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path: {
                data_set: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataAccessPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_data_assessment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                data_set: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataAssessmentRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    put_data_catalogue: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                data_set: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DataCatalogueWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataCatalogueRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_data_document: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                data_set: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DataDocumentAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_data_lineage: {
        parameters: {
            query?: {
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
            };
            header?: never;
            path: {
                data_set: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LineageRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    export_data_lineage: {
        parameters: {
            query?: {
                format?: "csv" | "json";
                /** @description Earliest time, ISO 8601 with an offset */
                start?: string | null;
                /** @description Time to stop before, ISO 8601 with an offset */
                end?: string | null;
            };
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                data_set: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lineage as a file to be saved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/csv": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_destruction_proof: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                data_set: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestructionAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DestructionRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_data_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                data_set: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DataReviewAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_quarantine: {
        parameters: {
            query?: {
                source?: string | null;
                reason?: string | null;
                /** @description Only those neither replayed nor marked as read */
                waiting?: boolean;
                state?: components["schemas"]["HeldState"] | null;
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldPage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    count_quarantine: {
        parameters: {
            query?: {
                source?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldCounts"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    mark_replayed: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkReplayed"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Marked"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    purge_quarantine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Purge"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purged"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    replay_quarantine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayQueued"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_quarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                held_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_recovery: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryBoard"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_recovery_order: {
        parameters: {
            query?: {
                /** @description Assets known to be infected, beside what incidents say */
                infected?: string[] | null;
                /** @description For planning: as if every machine that incidents speak of were clean */
                suppose_clean?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryOrder"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_report_schedules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportSchedules"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_report_schedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportScheduleAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportScheduleRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_report_schedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    run_report_schedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportScheduleRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_report_kinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportKinds"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    make_report: {
        parameters: {
            query?: {
                /** @description System, incident, hours, month, year or unit it is about */
                id?: string;
                format?: "pdf" | "docx" | "xlsx" | "json" | "oscal";
                language?: "zh-CN" | "en";
                /** @description An archive of the report and its signature */
                signature?: boolean;
            };
            header?: never;
            path: {
                /** @description Kind of the report */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report as a file to be saved; X-Fengsui-SM3 is its digest as the audit trail has it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "application/pdf": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                    "application/zip": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_risks: {
        parameters: {
            query?: {
                system?: string;
                unit?: string;
                threat?: string;
                /** @description How the treatment stands */
                state?: ("untreated" | "tolerable" | "planned" | "overdue" | "in_place" | "not_effective" | "proposed" | "accepted" | "ended") | null;
                /** @description Only risks somebody has to act on */
                open_only?: boolean;
                likelihood?: number | null;
                loss?: number | null;
                /** @description Items of a page at most */
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskBoardRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_risk_trend: {
        parameters: {
            query?: {
                system?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskTrend"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_risk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                risk_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    approve_risk_acceptance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                risk_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    set_risk_treatment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                risk_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TreatmentSet"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolesRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_rules: {
        parameters: {
            query?: {
                /** @description Part of a title, id or file name */
                q?: string | null;
                state?: components["schemas"]["State"][] | null;
                level?: components["schemas"]["Level"][] | null;
                /** @description Sigma's maturity: `stable`, `test` … */
                status?: string[] | null;
                /** @description `T1110`, with its sub-techniques, or `T1110.001` */
                technique?: string | null;
                /** @description Part of a log source: `product: windows` */
                logsource?: string | null;
                /** @description Of this content pack; empty for own rules */
                pack?: string | null;
                /** @description Whether it has hits in the caller's units */
                fired?: boolean | null;
                sort?: components["schemas"]["RuleSort"];
                /** @description Items of a page at most */
                limit?: number;
                /** @description `cursor` of the page before; leave it out to begin at the start */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulePage"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    reload_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reloading"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_rule_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleSetRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_rule_text: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleTextRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    run_rule_cases: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleCases"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    explain_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainRule"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    switch_rule_off: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchOff"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    switch_rule_on: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_samples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleList"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    draw_sample: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SampleDraw"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawnSampleRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_sample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawnSampleRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    take_sample: {
        parameters: {
            query?: {
                format?: "pdf" | "docx" | "xlsx" | "json";
                language?: "zh-CN" | "en";
            };
            header?: never;
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report as a file to be saved; X-Fengsui-SM3 is its digest as the audit trail has it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "application/pdf": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                    "application/zip": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_audit_note: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                sample_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuditNoteAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawnSampleRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_sign_in_methods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MethodsRead"];
                };
            };
            400: components["responses"]["Problem400"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_situation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SituationRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_situation_formula: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormulaRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_situation_history: {
        parameters: {
            query: {
                /** @description A subject's key */
                subject: string;
                /** @description How far back */
                hours?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SituationHistory"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_situation_subject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["schemas"]["SubjectKind"];
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssessmentRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_source_history: {
        parameters: {
            query: {
                source: string;
                /** @description How far back */
                hours?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceHistory"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_source_kinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceKinds"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sources"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    test_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceTry"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceTried"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_source: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceWrite"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    pause_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    resume_source: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceDetail"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    follow_changes: {
        parameters: {
            query?: {
                /** @description As Last-Event-ID, for clients that cannot send it */
                after?: number | null;
            };
            header?: {
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events `ready`, `reset`, `alert`, `incident`, `situation`, `notice`, `clock` and `sources`; `LiveEvents` has what each carries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_suppliers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierList"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_supplier: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplierAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_supplier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                supplier_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    put_supplier: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                supplier_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplierPut"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    withdraw_supplier: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                supplier_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    upload_components: {
        parameters: {
            query: {
                /** @description Product the list is of */
                product: string;
            };
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                supplier_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_own_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAdded"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    revoke_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_noisy_rules: {
        parameters: {
            query?: {
                /** @description Items of a page at most */
                limit?: number;
                /** @description Only rules somebody judged an alert of */
                judged?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoisyRules"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    propose_filters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposals"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_units: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Units"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_unit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnitAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_unit_names: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitNames"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    get_unit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_unit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_unit: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the thing had when you read it; required */
                "If-Match"?: string | null;
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                unit_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnitChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            428: components["responses"]["Problem428"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    list_views: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Views"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    add_view: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewAdd"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    change_view: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewRead"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
    remove_view: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client; the same key within a day gets the first answer again */
                "Idempotency-Key"?: string;
            };
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            500: components["responses"]["Problem500"];
            503: components["responses"]["Problem503"];
        };
    };
}
