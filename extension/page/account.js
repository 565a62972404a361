// A page of the account site, which both environments share: it is watched, nothing is drawn.
"use strict";
sandbar.watchSession();
sandbar.watchPage();
