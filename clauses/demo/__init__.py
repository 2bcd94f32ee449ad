"""The demonstration: an invented territory, made into files and imported like a user's.

Nobody here exists: people, companies, buyers and markets are made up, their SIRET too (`organisations`). The names of
quartiers and prescripteurs are those of a published bilan (PLIE Dijon, 2023), whose figures the files lead to: every
one of them is computed by the product from lines, as it would be from anybody's files.

How it reads, from what is aimed at to what is written:

- `targets`: the hours of 2023 by nature and kind of contract, the prescripteurs. The figures aimed at stand here.
- `groups`: who was oriented when, by whom, with what decision; who entered the PLIE; who left it for what.
- `organisations`, `markets`: who buys, who builds or serves, who employs; what each lot owes.
- `teams`: who hires whom, where, under which contract.
- `people` makes the groups into persons, `contracts` hires them, `shares` shares hours out to the hundredth, `lines`
  makes the months of work, `exits` the exits.
- `sheets` says which rows stand in which file, `writing` makes the files, `generate` does it all.

There is no chance in it: the same territory, byte for byte, each time.
"""
