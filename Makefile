# Mesas.  `make help` says what there is; docs/testing.md says when to use it.
#
#   O=DIR       build there instead of build/<variant>
#   CC=clang    the other compiler       DEV=1      warnings are errors
#   SAN=1       address + undefined      VERBOSE=1  show the commands
#   COV=1       counts what runs         SKIP=...   sources to leave out

VERSION = 0.1.0
ifeq ($(origin CC),default)
CC = gcc
endif
PREFIX  ?= /usr/local
DESTDIR ?=
CFLAGS  ?= -O2 -g
N       ?= 100000

VARIANT := $(if $(FUZZ),fuzz,$(if $(SAN),san,$(if $(TSAN),tsan,$(if $(COV),cover,release)))$(if $(findstring clang,$(CC)),-clang))
O       ?= build/$(VARIANT)
ifneq ($(filter check check-%,$(MAKECMDGOALS)),)
DEV     ?= 1
endif
Q       := $(if $(VERBOSE),,@)
say      = $(Q)printf '  %-6s %s\n' $(1) $(2)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:

# ---- flags -----------------------------------------------------------------
# Flags and libraries are asked for when first used, so that `deps` can
# install the compiler and pkg-config before anything is asked of them.

takes = $(shell $(CC) -Werror $(1) -x c -c /dev/null -o /dev/null 2>/dev/null \
	&& echo $(1))
# All at once, and one by one only for a compiler that does not know them all.
try   = $(or $(call takes,$(1)),$(foreach f,$(1),$(call takes,$(f))))

WARN_ALL := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wformat=2 \
	-Wdouble-promotion -Wswitch-enum -Wimplicit-fallthrough -Wunused-result
WARN_TRY := -Wduplicated-cond -Wduplicated-branches -Wlogical-op \
	-Warith-conversion -Wcast-align=strict -Wformat-signedness \
	-Wjump-misses-init -Wtrampolines -Walloc-zero -Wbidi-chars=any
HARD_TRY := -fstack-protector-strong -fcf-protection=full -fno-strict-aliasing
LD_HARD  := -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code,--as-needed

ifdef SAN
# Sanitizers change frames and paths: these two warnings would be about them.
OPT       = $(CFLAGS) -O1 -fsanitize=address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
HARD_TRY += -ftrivial-auto-var-init=pattern
LD_VAR    = -fsanitize=address,undefined
else
OPT       = $(CFLAGS) -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
WARN_ALL += -Wnull-dereference
WARN_TRY += -Wstack-usage=32768
HARD_TRY += -fstack-clash-protection -ftrivial-auto-var-init=zero
endif
ifdef COV
OPT       = $(CFLAGS) -O1 -fprofile-instr-generate -fcoverage-mapping \
	-fcoverage-mcdc -fcoverage-compilation-dir=.
LD_VAR    = -fprofile-instr-generate -Wl,--wrap=_exit tests/cover/leave.c
# Of the small programs that the build itself runs.
export LLVM_PROFILE_FILE = $(O)/tools.profraw
endif

ifdef TSAN
OPT       = $(CFLAGS) -O1 -fsanitize=thread -fno-omit-frame-pointer
LD_VAR    = -fsanitize=thread
endif

ifdef FUZZ
# `make fuzz` sets it, with SAN and clang: every branch tells that it was taken.
OPT      += -fsanitize=fuzzer-no-link
endif

PKGS   := sqlite3 openssl libcurl libmicrohttpd jansson libzstd xlsxwriter minizip expat
WARN    = $(eval WARN := $(WARN_ALL) $(call try,$(WARN_TRY)))$(WARN)
HARD    = $(eval HARD := -fPIE $(call try,$(HARD_TRY)))$(HARD)
INCS    = $(eval INCS := $(shell pkg-config --cflags $(PKGS)))$(INCS)
LIBS    = $(eval LIBS := $(shell pkg-config --libs $(PKGS)) -lm -pthread)$(LIBS)
PLAIN   = -std=c11 -D_GNU_SOURCE -DMESAS_VERSION=\"$(VERSION)\" -I. $(INCS)
BASE    = $(PLAIN) -pthread $(OPT) $(HARD) $(WARN)
COMPILE = $(CC) $(BASE) $(CPPFLAGS) $(if $(DEV),-Werror) -MMD -MP
LINK    = $(CC) $(OPT) $(HARD) $(LD_HARD) $(LD_VAR) $(LDFLAGS)
# What cmocka's macros cannot avoid.
TESTW   = -Wno-conversion -Wno-sign-conversion -Wno-cast-qual \
	-Wno-double-promotion \
	$(call try,-Wno-stack-usage -Wno-arith-conversion -Wno-format-signedness)
# A hundred programs that run once: what they test is as it ships, they
# themselves are made quickly.
LINK_TEST = $(CC) $(OPT) $(HARD) -pie $(if $(shell command -v ld.gold),-fuse-ld=gold) \
	$(LD_VAR) $(LDFLAGS)

# What watches a program writes and traces where a confined one may not.
ifneq ($(SAN)$(TSAN)$(COV)$(FUZZ),)
OPT      += -DMESAS_WATCHED
endif

# ---- what there is ---------------------------------------------------------

src       = $(filter-out $(SKIP),$(wildcard $(addsuffix /*.c,$(1))))
obj       = $(patsubst %.c,$(O)/%.o,$(1))
PROTO_SRC := $(call src,proto proto/base proto/domain proto/log proto/cmd proto/sync proto/ui proto/out)
NODE_SRC  := $(call src,node node/pages)
HUB_SRC   := $(call src,hub hub/pages)
UNIT_SRC  := $(call src,tests/unit)
BENCH_SRC := $(call src,tests/bench)
E2E_SRC   := $(call src,tests/e2e)
SIM_SRC   := $(call src,tests/sim)
FUZZ_SRC  := $(call src,tests/fuzz)
SOURCES   := $(PROTO_SRC) $(NODE_SRC) $(HUB_SRC) $(call src,proto/ui/tpl)
HEADERS   := $(wildcard $(addsuffix /*.h,proto proto/base proto/domain \
	proto/log proto/cmd proto/sync proto/ui proto/ui/tpl proto/out node node/pages hub hub/pages))
TORTURE_SRC := $(call src,tests/torture)
TEST_C    := $(UNIT_SRC) $(TORTURE_SRC) $(BENCH_SRC) $(E2E_SRC) $(SIM_SRC) $(FUZZ_SRC) $(wildcard tests/*/*.h)
SCRIPTS   := $(wildcard tests/*.sh tests/*/*.sh proto/*/*.sh .ci/*)
ASSETS    := $(sort $(wildcard proto/ui/assets/*))
DICTS     := $(sort $(wildcard proto/sync/dict/*.dict))
# Templates become C beside the C that fills them; NPM is what pages borrow.
TPL_SRC   := $(call src,proto/ui/tpl)
TPL       := $(sort $(wildcard proto/ui/*.tpl node/pages/*.tpl hub/pages/*.tpl))
PO        := $(sort $(wildcard proto/ui/po/en/*.po))
NPM       := node_modules/.package-lock.json
BORROWED   = $(addprefix $(O)/gen/www/,htmx.min.js hx-csp.min.js inter.woff2 lucide.svg)

PAGES_OF   = $(patsubst %,$(O)/gen/%.o,$(filter $(1)/%,$(TPL)))
GEN       := $(O)/gen/assets.o $(O)/gen/po.o $(if $(DICTS),$(O)/gen/dict.o) $(call PAGES_OF,proto)
PROTO     := $(call obj,$(PROTO_SRC)) $(GEN)
PAGES     := $(patsubst %,$(O)/gen/%.o,$(TPL))
NODE      := $(call obj,$(filter-out node/main.c,$(NODE_SRC))) $(call PAGES_OF,node)
HUB       := $(call obj,$(filter-out hub/main.c,$(HUB_SRC))) $(call PAGES_OF,hub)
PROGRAMS  := $(if $(wildcard node/main.c),$(O)/mesas-node) \
	$(if $(wildcard hub/main.c),$(O)/mesas-hub)
UNIT      := $(patsubst %.c,$(O)/%,$(filter %_test.c,$(UNIT_SRC)))
BENCH     := $(patsubst %.c,$(O)/%,$(filter %_bench.c,$(BENCH_SRC)))
E2E       := $(patsubst %.c,$(O)/%,$(E2E_SRC))
FUZZERS   := $(patsubst %.c,$(O)/%,$(filter tests/fuzz/fuzz_%,$(FUZZ_SRC)))
# The simulated machines; with them mesas-crash (crash*.c) and mesas-sim (the rest).
MACHINES  := $(call obj,$(filter tests/sim/disk%.c tests/sim/vfs.c tests/sim/machine.c \
	tests/sim/sub_clock.c tests/sim/sub_rand.c tests/sim/sub_file.c,$(SIM_SRC)))
CRASH_SRC := $(filter tests/sim/crash%.c,$(SIM_SRC))
WORLD_SRC := $(filter-out $(CRASH_SRC) $(patsubst $(O)/%.o,%.c,$(MACHINES)),$(SIM_SRC))
SIMS      := $(if $(wildcard tests/sim/crash.c),$(O)/mesas-crash) \
	$(if $(wildcard tests/sim/sim_main.c),$(O)/mesas-sim)
UNIT_SIM  := $(filter $(O)/tests/unit/sim_%,$(UNIT))
WORK      := $(call obj,$(filter tests/bench/work%,$(BENCH_SRC)))
OBJECTS   := $(call obj,$(SOURCES) $(UNIT_SRC) $(TORTURE_SRC) $(BENCH_SRC) $(E2E_SRC) $(SIM_SRC) $(FUZZ_SRC))

# Before a build that was asked for by one of these, the packages.
DEPS      := $(if $(filter demo check fuzz,$(MAKECMDGOALS)),deps)

.PHONY: all torture torture-here swarm tsan tsan-here sim model crash cover covered deps demo check check-browser check-oracle bench-pages link-test screens check-unit check-sql check-fuzz check-e2e lint check-format \
	format tidy analyze bench props install uninstall clean dist help \
	unit-programs fuzz-programs fuzz fuzz-merge mutants valgrind FORCE

all: $(PROGRAMS) ## build both programs (build/<variant>/mesas-node, mesas-hub)
unit-programs: $(UNIT)
fuzz-programs: $(FUZZERS)

# ---- building --------------------------------------------------------------

$(O)/mesas-node: $(O)/node/main.o $(NODE) $(PROTO)
$(O)/mesas-hub: $(O)/hub/main.o $(HUB) $(PROTO)
$(filter-out $(UNIT_SIM),$(UNIT)) $(BENCH) $(E2E): $(O)/%: $(O)/%.o $(PROTO)
# What the scenarios need beside the programs.
$(E2E): $(NODE)
$(O)/tests/e2e/confined: $(O)/hub/confine.o $(O)/hub/confine_calls.o
# node_* tests see the office, hub_* the hub, path_* and sql_* both.
$(filter $(O)/tests/unit/node_%,$(UNIT)): $(NODE)
$(filter $(O)/tests/unit/hub_%,$(UNIT)): $(HUB)
$(filter $(O)/tests/unit/path_% $(O)/tests/unit/sql_%,$(UNIT)): $(NODE) $(HUB)
# Each tests/bench/*_bench.c is a program; work*, raw and stage are theirs.
$(BENCH): $(WORK) $(addprefix $(O)/,$(addprefix tests/bench/,raw.o stage.o) \
	$(addprefix node/,sync.o sync_ask.o sync_back.o sync_reply.o inlet.o) \
	$(addprefix hub/,intake.o intake_apply.o intake_back.o outlet.o epoch.o stamp.o))
$(O)/tests/bench/dict_text: $(O)/%: $(O)/%.o $(O)/tests/bench/dict_work.o \
	$(WORK) $(PROTO)
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(LIBS)
# The helpers of the tests (tests/unit/*.c that are no *_test.c) go into each.
$(UNIT): $(call obj,$(filter-out %_test.c,$(UNIT_SRC)))
$(addprefix $(O)/tests/,unit/tplc_test unit/poc_test fuzz/fuzz_tplc): \
	$(call obj,$(filter-out %main.c,$(TPL_SRC)))
$(O)/tests/fuzz/fuzz_tplc: $(O)/proto/base/text.o
$(UNIT): EXTRA = -lcmocka
# Other people's readers, as oracles.
$(O)/tests/unit/out_csv_test: EXTRA = -lcmocka -lcsv
$(O)/tests/unit/out_ics_test: EXTRA = -lcmocka -lical

# A fuzzer takes what it calls from an archive of all there is: few branches
# to look at is many runs a second.  fixed.o stands for clock.o and rand.o.
$(O)/tests/fuzz/all.a: $(NODE) $(HUB) $(PROTO) \
	$(call obj,$(filter-out %_test.c,$(UNIT_SRC)))
	@mkdir -p $(@D)
	$(Q)rm -f $@ && ar qcs $@ $(filter %.o,$^)
$(FUZZERS): $(O)/%: $(O)/%.o $(addprefix $(O)/tests/fuzz/,round.o edit.o \
	fixed.o $(if $(FUZZ),,replay.o) all.a)
	$(call say,LINK,$@)
	$(Q)$(LINK_TEST) $(if $(FUZZ),-fsanitize=fuzzer) -o $@ \
	    $(filter %.o %.a,$^) -lcmocka $(LIBS)

# In a simulation whatever tests/sim/sub_*.c defines stands for the product's
# own: from the archive comes only what is still missing.
$(O)/tests/sim/all.a: $(NODE) $(HUB) $(PROTO)
	@mkdir -p $(@D)
	$(Q)rm -f $@ && ar qcsT $@ $(filter %.o,$^)
$(O)/mesas-crash: $(call obj,$(CRASH_SRC))
$(O)/mesas-sim: $(call obj,$(WORLD_SRC))
$(O)/tests/sim/sim_main.o: CPPFLAGS += -DSIM_COMMIT='"$(shell git describe \
	--always --dirty --tags 2>/dev/null)"' $(if $(COV),-DSIM_COUNTED)
# A planted bug of tests/sim/mutants.txt stands before what the archive has:
# one source compiled, one program linked for each (name:source).
PLANTED  := $(if $(filter mutants,$(MAKECMDGOALS)),$(shell sh tests/sim/mutants.sh sources $(MUTANT)))
define plant
$(O)/mutants/$(1)/mutant.c: $(2) FORCE
	@mkdir -p $$(@D)
	$$(Q)sh tests/sim/mutants.sh plant $(1) >$$@.new
	@cmp -s $$@.new $$@ && rm $$@.new || mv $$@.new $$@
$(O)/mutants/$(1)/mutant.o: $(O)/mutants/$(1)/mutant.c $(call obj,$(2))
	$$(Q)$$(COMPILE) -w -c -o $$@ $$<
$(O)/mutants/$(1)/mesas-sim: $(O)/mutants/$(1)/mutant.o $(O)/tests/sim/all.a \
	$(filter-out $(call obj,$(2)),$(call obj,$(WORLD_SRC)) $(MACHINES))
	$$(call say,PLANT,$(1))
	$$(Q)$$(LINK) -o $$@ $$(filter %.o,$$^) $(O)/tests/sim/all.a $(LIBS)
endef
$(foreach m,$(PLANTED),$(eval $(call plant,$(firstword $(subst :, ,$m)),$(lastword $(subst :, ,$m)))))
$(UNIT_SIM): $(O)/%: $(O)/%.o
$(SIMS) $(UNIT_SIM): $(MACHINES) $(O)/tests/sim/all.a

$(O)/mesas-node $(O)/mesas-hub $(BENCH) $(E2E) $(SIMS):
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $(filter %.o %.a,$^) $(LIBS)
$(UNIT):
	$(call say,LINK,$@)
	$(Q)$(LINK_TEST) -o $@ $(filter %.o %.a,$^) $(EXTRA) $(LIBS)

$(O)/tests/unit/%.o: tests/unit/%.c $(O)/.flags | $(DEPS)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(COMPILE) $(TESTW) -O1 -c -o $@ $<
$(O)/tests/%.o: tests/%.c $(O)/.flags | $(DEPS)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(COMPILE) $(TESTW) -c -o $@ $<

$(O)/gen/%.o: $(O)/gen/%.c $(O)/.flags
	$(call say,CC,$<)
	$(Q)$(COMPILE) -c -o $@ $<

$(O)/%.o: %.c $(O)/.flags | $(DEPS)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(COMPILE) -c -o $@ $<

$(O)/gen/assets.c: proto/ui/embed.sh $(ASSETS) $(BORROWED)
	@mkdir -p $(@D)
	$(call say,EMBED,$@)
	$(Q)sh proto/ui/embed.sh assets $(ASSETS) $(BORROWED) >$@

# What pages borrow, by the lockfile; nothing of it runs here.
$(NPM): package.json package-lock.json .npmrc | $(DEPS)
	$(call say,NPM,package-lock.json)
	$(Q)npm ci --ignore-scripts --loglevel=error && touch $@
$(O)/gen/www/htmx.min.js: NPM_FILE = htmx.org/dist/htmx.min.js
$(O)/gen/www/hx-csp.min.js: NPM_FILE = htmx.org/dist/ext/hx-csp.min.js
$(O)/gen/www/inter.woff2: NPM_FILE = @fontsource-variable/inter/files/inter-latin-wght-normal.woff2
$(O)/gen/www/%: $(NPM)
	@mkdir -p $(@D)
	$(Q)cp node_modules/$(NPM_FILE) $@
$(O)/gen/www/lucide.svg: proto/ui/sprite.sh proto/ui/icons.txt $(NPM)
	@mkdir -p $(@D)
	$(Q)sh proto/ui/sprite.sh node_modules/lucide-static/icons <proto/ui/icons.txt >$@

# Templates and their sentences, through two small programs of ours.
TPL_LIB   := $(call obj,$(filter-out %main.c,$(TPL_SRC)) $(addprefix proto/base/,\
	err.c mem.c buf.c text.c file.c rand.c))
$(O)/tplc: $(O)/proto/ui/tpl/main.o $(TPL_LIB)
$(O)/poc: $(O)/proto/ui/tpl/poc_main.o $(TPL_LIB)
$(O)/tplc $(O)/poc:
	$(Q)$(LINK) -o $@ $^
$(O)/gen/%.tpl.c: %.tpl $(O)/tplc
	@mkdir -p $(@D)
	$(call say,TPL,$<)
	$(Q)$(O)/tplc $< >$@
$(O)/gen/po.c: $(PO) $(O)/poc
	@mkdir -p $(@D)
	$(call say,PO,$@)
	$(Q)$(O)/poc $(PO) >$@

$(O)/gen/dict.c: proto/ui/embed.sh $(DICTS)
	@mkdir -p $(@D)
	$(call say,EMBED,$@)
	$(Q)sh proto/ui/embed.sh dict $(DICTS) >$@

# Faults in all of it: near.c stands for the road between office and hub.
TORTURE   := $(O)/tests/torture/torture
SWARM     := $(O)/tests/torture/swarm $(O)/tests/torture/quick-hub
$(TORTURE): $(call obj,$(filter-out %/swarm.c %/quick.c,$(TORTURE_SRC))) \
	$(PROTO) $(HUB) \
	$(filter-out $(O)/node/link_https%,$(NODE))
	$(call say,LINK,$@)
	$(Q)$(LINK) -Wl,--wrap=calloc,--wrap=realloc -o $@ \
	    $(filter %.o,$^) $(LIBS)
$(O)/tests/link/linkem: $(O)/tests/link/linkem.o
	$(Q)$(LINK) -o $@ $^ -lm
$(O)/tests/torture/swarm: $(O)/tests/torture/swarm.o $(PROTO)
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $(filter %.o,$^) $(LIBS)
$(O)/tests/torture/quick-hub: $(O)/tests/torture/quick.o $(O)/hub/main.o \
	$(HUB) $(PROTO)
	$(call say,LINK,$@)
	$(Q)$(LINK) -Wl,--wrap=tls_open -o $@ $(filter %.o,$^) $(LIBS)

# Other flags, other objects.
$(O)/.flags: FORCE | $(DEPS)
	@mkdir -p $(@D)
	@printf '%s\n' "$(subst ",,$(CC) $(BASE) $(CPPFLAGS))" >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

-include $(wildcard $(OBJECTS:.o=.d) $(PAGES:.o=.d) $(GEN:.o=.d))

# ---- packages --------------------------------------------------------------

BUILD_PKGS = gcc make pkg-config libc6-dev libsqlite3-dev libssl-dev \
	libcurl4-openssl-dev libmicrohttpd-dev libjansson-dev libzstd-dev \
	libxlsxwriter-dev libminizip-dev libexpat1-dev
TEST_PKGS  = spin libcmocka-dev libcsv-dev libical-dev clang clang-tidy clang-format shellcheck mandoc \
	faketime openssl sqlite3 curl jq $(if $(findstring clang,$(CC))$(filter fuzz,$(MAKECMDGOALS)),$(CLANG_RT))
# clang's sanitizers are a package with its version in the name.
CLANG_RT   = llvm $(shell apt-cache depends clang 2>/dev/null | \
	sed -n 's/.*Depends: clang-\([0-9]*\)$$/libclang-rt-\1-dev/p')

# What is there by another road (a newer node, say) is left alone.
NPM_PKGS   = $(if $(shell command -v npm),,nodejs npm)

deps: ## install the Debian packages that are missing (apt-get; sudo when not root)
	$(Q)sh tests/deps.sh $(BUILD_PKGS) $(NPM_PKGS) $(if $(filter check deps fuzz,$(MAKECMDGOALS)),$(TEST_PKGS))

# Compiled before, not compiled again, where ccache is there.
CCACHE     = $(if $(shell command -v ccache),ccache )
COVER_PKGS = clang-19 llvm-19 libclang-rt-19-dev jq

demo: deps all ## the whole story on this machine: a hub, four nodes, a dispute
	$(Q)O=$(O) sh tests/demo.sh

# ---- checking --------------------------------------------------------------
# Each stage writes its counts to $(O)/check/; tests/check.sh adds them up.

export CC
RUN = O=$(O) SOURCES="$(SOURCES)" HEADERS="$(HEADERS)" TEST_C="$(TEST_C)" \
	SCRIPTS="$(SCRIPTS)" MESAS_CFLAGS="$(PLAIN)" \
	UNIT="$(UNIT)" FUZZERS="$(FUZZERS)" sh tests/check.sh

check: deps $(call obj,$(SOURCES)) all unit-programs fuzz-programs $(E2E) $(SIMS) $(TORTURE) $(SWARM) ## everything before a push: lint, unit, SQL, corpora, e2e, models, cuts, sim, torture
	$(Q)$(RUN) lint unit sql fuzz e2e model crash sim torture
check-unit: unit-programs ## the unit tests
	$(Q)$(RUN) unit sql
check-sql: $(filter $(O)/tests/unit/sql_%,$(UNIT)) ## every SQL statement and its plan
	$(Q)$(RUN) sql
check-fuzz: fuzz-programs ## the corpora of the fuzzers, each input once
	$(Q)$(RUN) fuzz
check-e2e: all $(E2E) ## the scenarios with real processes
	$(Q)$(RUN) e2e
check-browser: deps all ## the office's page in a real browser (ONLY=tests/browser/01-base.mjs: that)
	$(Q)sh tests/deps.sh chromium-headless-shell fonts-noto-core jq curl
	$(Q)$(if $(ONLY),O=$(O) sh tests/browser/run.sh $(ONLY),$(RUN) browser)
check-oracle: deps all ## lists and papers through LibreOffice (installs it: 300 MB), metrics through promtool
	$(Q)sh tests/deps.sh libreoffice-calc-nogui libreoffice-writer-nogui \
	    chromium-headless-shell poppler-utils python3 jq curl prometheus
	$(Q)O=$(O) PROMTOOL=promtool sh tests/e2e/run.sh tests/oracle/libreoffice.sh \
	    tests/e2e/44-metrics.sh
screens: deps all ## screenshots of every page, in build/screens
	$(Q)sh tests/deps.sh chromium-headless-shell fonts-noto-core jq curl
	$(Q)O=$(O) SHOTS=build/screens sh tests/browser/run.sh $(ONLY)
lint: $(call obj,$(SOURCES)) all unit-programs ## layers, symbols, words, headers, quotes, format, tidy...
	$(Q)$(RUN) lint
tidy: $(call obj,$(SOURCES)) ## clang-tidy on what changed
	$(Q)$(RUN) tidy
check-format: ## is everything as clang-format wants it?
	$(Q)$(RUN) format
format: ## let clang-format do it
	$(Q)clang-format -i $(SOURCES) $(HEADERS) $(TEST_C)
analyze: $(O)/.flags ## gcc -fanalyzer over the product (slow)
	$(Q)for f in $(SOURCES); do echo "  ANALYZE $$f"; \
	    $(COMPILE) -fanalyzer -c -o /dev/null -MF /dev/null $$f || exit 1; done
bench: all $(BENCH) ## the budgets of DESIGN 13, measured
	$(Q)O=$(O) sh tests/bench/run.sh
link-test: all $(O)/tests/link/linkem ## what a sync costs on bad links (root; FILE=6000000: an hour; PROFILE="slow cut")
	$(Q)sh tests/deps.sh iproute2 jq
	$(Q)O=$(O) FILE="$(or $(FILE),6000000)" sh tests/link/run.sh $(PROFILE)
bench-pages: deps all ## the office's page with ten years of data: time, weight, memory
	$(Q)sh tests/deps.sh chromium-headless-shell fonts-noto-core jq curl
	$(Q)BIN=$(O) node tests/bench/pages.mjs
valgrind: all $(E2E) ## one scenario with every process under valgrind (5 minutes)
	$(Q)sh tests/e2e/valgrind.sh $(O)
FUZZ_O = $(if $(filter file,$(origin O)),build/fuzz,$(O)/fuzz)
FUZZING = $(MAKE) --no-print-directory FUZZ=1 SAN=1 CC=clang O=$(FUZZ_O) \
	fuzz-programs && O=$(FUZZ_O) T="$(T)" ONLY="$(ONLY)" sh tests/fuzz/run.sh
fuzz: $(DEPS) ## every fuzzer (ONLY="json op": these) for T seconds, 60, two at a time
	$(Q)$(FUZZING)
fuzz-merge: ## what the fuzzers found goes into tests/fuzz/corpus, made small
	$(Q)$(FUZZING) merge
torture: ## every allocation and every call on a file fails (T=SECONDS: some)
	$(Q)$(MAKE) --no-print-directory SAN=1 torture-here
torture-here: $(TORTURE)
	$(Q)$(TORTURE) $(if $(T),-t $(T))
swarm: all $(SWARM) ## 256 bad connections at the hub's door, with the real deadlines (3 minutes)
	$(Q)O=$(O) sh tests/torture/swarm.sh
tsan: ## the hub's threads under ThreadSanitizer: unit tests, then a busy hub
	$(Q)$(MAKE) --no-print-directory TSAN=1 tsan-here
TSANNED = $(addprefix $(O)/tests/unit/,hub_writer_test hub_tls_test \
	path_tls_test path_tls_raw_test serve_test serve_pace_test)
tsan-here: all $(TSANNED)
	$(Q)O=$(O) sh tests/torture/tsan.sh $(TSANNED)
cover: ## lines, branches and MC/DC by directory; fails under its thresholds
	$(Q)sh tests/deps.sh $(BUILD_PKGS) $(TEST_PKGS) $(COVER_PKGS) \
	    chromium-headless-shell fonts-noto-core
	$(Q)$(MAKE) --no-print-directory CC="$(CCACHE)clang-19" COV=1 covered
covered: all unit-programs fuzz-programs $(E2E) $(SIMS) $(TORTURE)
	$(Q)O=$(O) sh tests/cover.sh $(UNIT)
crash: $(O)/mesas-crash ## CUTS=20000 power cuts from SEED=1 on, two jobs at a time
	$(Q)$(O)/mesas-crash -s $(or $(SEED),1) -n $(or $(CUTS),20000) -j 2
sim: $(O)/mesas-sim ## worlds with bad days for T=60 seconds, or N of them, from SEED=1 on
	$(Q)$(O)/mesas-sim -s $(or $(SEED),1) -j 2 $(if $(filter command%,$(origin N)),-n $(N) -k,-t $(or $(T),60))
mutants: $(O)/mesas-sim $(foreach m,$(PLANTED),$(O)/mutants/$(firstword $(subst :, ,$m))/mesas-sim) ## planted bugs: the simulator must find every one (MUTANT=name: that one)
	$(Q)O=$(O) sh tests/sim/mutants.sh run $(MUTANT)
model: ## the SPIN models, searched completely, and their mutants (3 minutes)
	$(Q)sh tests/deps.sh spin
	$(Q)O=$(O) sh tests/model/run.sh
props: $(filter %props_test,$(UNIT)) ## the property tests, N=100000 histories
	$(Q)for t in $^; do N=$(N) $$t || exit 1; done

# ---- shipping --------------------------------------------------------------

MANUALS := $(wildcard docs/man/*.1 docs/man/*.5)
man      = $(DESTDIR)$(PREFIX)/share/man/man$(patsubst .%,%,$(suffix $(1)))

DESKTOP  = $(DESTDIR)$(PREFIX)/share
ICONS    = $(DESKTOP)/icons/hicolor/scalable/apps

SYSTEMD  = $(DESTDIR)$(PREFIX)/lib/systemd
# A unit with the place of its program: $(call unit,SOURCE,TARGET).
unit     = install -d $(dir $(2)) && sed 's,@PREFIX@,$(PREFIX),' $(1) >$(2) && chmod 644 $(2)

install: all ## programs, manuals and systemd units, under DESTDIR and PREFIX
	$(Q)install -d $(DESTDIR)$(PREFIX)/bin
	$(Q)install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin/
	$(Q)$(foreach m,$(MANUALS),install -D -m 644 $(m) $(call man,$(m))/$(notdir $(m)) &&) :
	$(Q)install -D -m 644 node/mesas.desktop $(DESKTOP)/applications/mesas.desktop
	$(Q)install -D -m 644 proto/ui/assets/icon.svg $(ICONS)/mesas.svg
	$(Q)$(call unit,hub/mesas-hub.service.in,$(SYSTEMD)/system/mesas-hub.service)
	$(Q)$(call unit,node/mesas-node.service.in,$(SYSTEMD)/user/mesas-node.service)
	$(Q)install -D -m 644 hub/mesas-hub.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/mesas-hub.conf
uninstall: ## take them away again
	$(Q)rm -f $(addprefix $(DESTDIR)$(PREFIX)/bin/,mesas-node mesas-hub) \
	    $(foreach m,$(MANUALS),$(call man,$(m))/$(notdir $(m))) \
	    $(DESKTOP)/applications/mesas.desktop $(ICONS)/mesas.svg \
	    $(SYSTEMD)/system/mesas-hub.service $(SYSTEMD)/user/mesas-node.service \
	    $(DESTDIR)$(PREFIX)/lib/sysusers.d/mesas-hub.conf
dist: ## build/mesas-VERSION.tar.gz of what is committed
	$(Q)mkdir -p build
	$(Q)git archive --prefix=mesas-$(VERSION)/ \
	    -o build/mesas-$(VERSION).tar.gz HEAD
clean: ## remove what was built (this variant)
	$(Q)rm -rf $(O)
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | \
	    awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'
