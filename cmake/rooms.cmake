# The house: every room, its rank, the rooms that it may use, and the foreign libraries that live in it.
# A room uses rooms of lower ranks only; configuring fails on any other link, tools/check_rooms on any other include.
# The libraries of core are for all. A room exists once src/<room>/ holds a source file; until then whoever may use it does without.

nj_room(core RANK 0 LIBS fmt fast_float)

nj_room(market RANK 1 DEPS core)
nj_room(net RANK 1 DEPS core LIBS boost openssl)
nj_room(portfolio RANK 1 DEPS core)
nj_room(store RANK 1 DEPS core LIBS sqlite3 zstd openssl isal)

nj_room(venue RANK 2 DEPS core net portfolio LIBS openssl simdjson sodium)
nj_room(notify RANK 2 DEPS core net LIBS curl nlohmann openssl)
nj_room(signal RANK 2 DEPS core market LIBS talib)
nj_room(threat RANK 2 DEPS core market)
nj_room(risk RANK 2 DEPS core market portfolio)
nj_room(sim RANK 2 DEPS core market portfolio)

nj_room(data RANK 3 DEPS core net market store venue LIBS zlib zstd simdjson)
nj_room(watchdog RANK 3 DEPS core net venue notify)
nj_room(strategy RANK 3 DEPS core market signal portfolio)
nj_room(infer RANK 3 DEPS core net market store signal LIBS llama nlohmann)
nj_room(exec RANK 3 DEPS core market portfolio risk threat)

nj_room(engine RANK 4 DEPS core market portfolio signal threat risk strategy exec)

nj_room(backtest RANK 5 DEPS core market engine sim store)
nj_room(report RANK 5 DEPS core market portfolio store exec LIBS nlohmann)
nj_room(ops RANK 5 DEPS core net market portfolio store engine notify LIBS prometheus nlohmann)
nj_room(exchange RANK 5 DEPS core net market portfolio store sim venue LIBS nlohmann openssl)

nj_room(study RANK 6 DEPS core market portfolio store sim risk threat exec engine backtest report LIBS nlohmann)
nj_room(python RANK 6 DEPS ALL)

nj_room(app RANK 7 DEPS ALL LIBS cli11 tomlplusplus nlohmann)
