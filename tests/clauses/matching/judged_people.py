"""Invented people, each as a file would give them and as a facilitateur knows them.

First the cells: key, jobs sought, skills, habilitations, commune, mobility (km), French, available on, sectors, waiting
since. Then, after « // », what the facilitateur knows, in plain words that no code of the product reads: trades that the
person can be sent to, licences really held
(« ? » when nobody knows, « B? » for one in doubt), eligible (y, n or ?), in a quartier prioritaire
(y, n or ?), end of the work authorisation, end of the contract under way. Days are of 2026 unless they say more; « - »
is an empty cell.
"""

PEOPLE = """
P01 | maçon | pose de parpaings ; enduit | Permis B | Dijon | 30 | B1 | 03-15 | BTP | 2025-06-01 // macon | B | y | n | - | -
P02 | Maçonne traditionnelle | lecture de plan ; coffrage | permis B, CACES R482 A | Chenôve | 20 | B2 | 03-01 | BTP | 2025-11-10 // macon | B R482A | y | y | - | -
P03 | macon coffreur | coffrage ; ferraillage | aucune | Longvic | 10 | A2 | 04-01 | BTP | 2025-09-01 // macon coffreur | - | y | n | - | -
P04 | maçon finisseur ; carreleur | enduit ; carrelage | Permis B | Talant | 25 | A1 | 03-01 | BTP | 2025-04-01 // macon carreleur | B | y | y | - | -
P05 | ouvrier maçonnerie | - | - | Quetigny | - | - | - | BTP | 2026-01-15 // macon | ? | ? | n | - | -
P06 | aide-maçon | manutention ; béton | sans permis | Dijon | 12 | A2 | 03-01 | BTP | 2025-02-01 // manoeuvre macon | - | y | y | - | -
P07 | manœuvre BTP | manutention ; démolition | - | Chenôve | 15 | A1 | 03-01 | BTP | 2025-07-01 // manoeuvre demolisseur | ? | y | y | - | -
P08 | manoeuvre batiment | - | Permis B en cours | Dijon | 10 | B1 | 03-20 | BTP | 2025-10-01 // manoeuvre | B? | y | n | - | -
P09 | ouvrier du bâtiment | ponçage ; peinture ; manutention | aucune | Longvic | 8 | A2 | 03-01 | BTP | 2025-12-01 // manoeuvre peintre | - | y | n | - | -
P10 | Manœuvre TP ; ouvrier VRD | pose de bordures | Permis B ; AIPR opérateur | Genlis | 30 | C1 | 03-01 | BTP | 2025-08-01 // manoeuvre vrd | B AIPR | y | n | - | -
P11 | manoeuvre | - | aucune | Dijon | 10 | A1.1 | 03-01 | BTP | 2024-10-01 // manoeuvre | - | n | y | - | -
P12 | manœuvre bâtiment | manutention | Permis B | Dijon | 20 | B1 | 03-01 | BTP | 2025-05-01 // manoeuvre | B | y | n | 2026-03-15 | -
P13 | aide maçon | béton ; manutention | Permis B | Fontaine-lès-Dijon | 20 | B1 | 03-01 | BTP | 2025-03-01 // manoeuvre macon | B | y | n | - | 2026-12-31
P14 | coffreur bancheur | coffrage ; banches | CACES R487 3 ; permis B | Dijon | 35 | B1 | 03-01 | BTP | 2025-09-15 // coffreur macon | B R487 | y | n | - | -
P15 | coffreur boiseur | coffrage ; lecture de plans | Permis B | Beaune | 20 | B2 | 04-10 | BTP | 2025-11-01 // coffreur | B | y | n | - | -
P16 | peintre en batiment | peinture ; ponçage ; enduit | - | Dijon | 15 | A2 | 03-01 | BTP | 2025-06-15 // peintre | ? | y | y | - | -
P17 | Peintre décoratrice | papier peint ; peinture | Permis B | Quetigny | 20 | C2 | 03-01 | BTP | 2025-10-01 // peintre | B | y | n | - | -
P18 | aide peintre | ponçage | sans permis | Talant | 8 | B1 | 03-01 | BTP | 2025-12-15 // peintre | - | y | y | - | -
P19 | peintre | peinture | Permis B | Dijon | 20 | B1 | 08-01 | BTP | 2025-07-01 // peintre | B | y | n | - | -
P20 | plaquiste | pose de cloisons ; bandes | Permis B | Chevigny-Saint-Sauveur | 25 | B1 | 03-01 | BTP | 2025-08-15 // plaquiste | B | y | n | - | -
P21 | plaqiste jointeur | pose de cloisons | - | Dijon | 15 | A2 | 03-15 | BTP | 2025-09-01 // plaquiste | ? | y | y | - | -
P22 | poseur de cloisons ; plaquiste | isolation | aucune | Chenôve | 10 | A1 | 03-01 | BTP | 2025-11-15 // plaquiste | - | y | y | - | -
P23 | carreleur | carrelage ; chape | Permis B | Dijon | 30 | B1 | 03-01 | BTP | 2025-04-15 // carreleur | B | y | n | - | -
P24 | Électricien du bâtiment | câblage ; tableau | Permis B ; H0B0 BR B2V | Dijon | 30 | B2 | 03-01 | BTP | 2025-07-15 // electricien | B BR B2V H0B0 | y | n | - | -
P25 | aide électricien | câblage | H0B0 | Longvic | 12 | B1 | 03-01 | BTP | 2025-10-15 // electricien | H0B0 | y | y | - | -
P26 | électricien | - | - | Quetigny | - | A2 | - | BTP | 2026-02-01 // electricien | ? | ? | n | - | -
P27 | Elec. bât. | appareillage ; câblage | permis B, B1V (périmé) | Talant | 20 | B1 | 03-01 | BTP | 2025-06-01 // electricien | B | y | n | - | -
P28 | plombier | soudure cuivre ; sanitaires | Permis B | Dijon | 30 | B1 | 03-01 | BTP | 2025-09-20 // plombier | B | y | n | - | -
P29 | plombier chauffagiste | chaudières | Permis B | Genlis | 35 | B2 | 03-01 | BTP | 2025-12-01 // plombier | B | y | n | - | -
P30 | aide plombier | sanitaires | aucune | Chenôve | 10 | A2 | 03-01 | BTP | 2025-05-01 // plombier | - | y | y | - | -
P31 | couvreur | zinguerie ; tuiles | Permis B ; travail en hauteur | Gevrey-Chambertin | 30 | B2 | 03-01 | BTP | 2025-10-01 // couvreur | B hauteur | y | n | - | -
P32 | couvreur zingueur | ardoise | - | Dijon | 20 | B1 | 03-01 | BTP | 2025-11-01 // couvreur | ? | y | n | - | -
P33 | étancheur | étanchéité ; bitume | Permis B | Longvic | 30 | A2 | 03-01 | BTP | 2025-08-01 // etancheur | B | y | n | - | -
P34 | canalisateur | pose de canalisations | Permis B ; AIPR opérateur (jusqu'au 12/2028) | Dijon | 40 | B1 | 03-01 | BTP | 2025-06-01 // vrd | B AIPR | y | n | - | -
P35 | ouvrier VRD ; paveur | pose de bordures ; pavage | CACES R482 A ; AIPR | Chenôve | 20 | A2 | 03-01 | BTP | 2025-09-01 // vrd | R482A AIPR | y | y | - | -
P36 | ouvrier voirie | pose de bordures | AIPR opérateur (jusqu'au 12/2025) | Dijon | 15 | B1 | 03-01 | BTP | 2025-10-01 // vrd | - | y | n | - | -
P37 | conducteur d'engins | conduite de pelle | Permis B ; CACES R482 A, B1, C1 (jusqu'au 06/2030) ; AIPR | Genlis | 40 | B1 | 03-01 | BTP | 2025-05-15 // engins | B R482A R482B1 R482C1 AIPR | y | n | - | -
P38 | conductrice de pelle | conduite de pelle ; terrassement | CACES R372 cat 2 (jusqu'au 03/2029), permis B | Dijon | 30 | B2 | 03-01 | BTP | 2025-08-20 // engins | B R482B1 | y | y | - | -
P39 | conducteur engins chantier | compactage | CACES R482 D périmé ; Permis B | Longvic | 30 | B1 | 03-01 | BTP | 2025-07-01 // engins | B | y | n | - | -
P40 | menuisier poseur | pose de fenêtres | Permis B | Talant | 25 | B1 | 03-01 | BTP | 2025-09-01 // menuisier | B | y | n | - | -
P41 | menuisier | pose de portes ; agencement | aucune | Dijon | 12 | B2 | 03-01 | BTP | 2025-10-20 // menuisier | - | y | n | - | -
P42 | soudeur | soudure TIG ; soudure MAG | Permis B | Longvic | 25 | B1 | 03-01 | BTP | 2025-06-20 // soudeur | B | y | n | - | -
P43 | métallier ; soudeur | soudure ; pose de garde-corps | Permis B | Dijon | 30 | B1 | 03-10 | BTP | 2025-11-20 // soudeur | B | y | n | - | -
P44 | chauffeur PL | conduite de camion | Permis C ; FIMO ; carte conducteur | Dijon | 40 | B1 | 03-01 | BTP, MS | 2025-08-01 // poidslourd | B C transport | y | n | - | -
P45 | Chauffeur poids lourd | - | permis PL, FCO | Chenôve | 30 | B2 | 03-01 | MS | 2025-10-10 // poidslourd | B C transport | y | y | - | -
P46 | chauffeur livreur | livraison | Permis B, véhiculé | Quetigny | 30 | B1 | 03-01 | MS | 2025-09-09 // livreur | B | y | n | - | -
P47 | agent d'entretien | nettoyage des sols ; vitres | sans permis | Dijon | 8 | A2 | 03-01 | MS | 2025-04-01 // nettoyage | - | y | y | - | -
P48 | Agente de nettoyage | monobrosse ; bionettoyage | Permis B | Chenôve | 15 | B1 | 03-01 | MS | 2025-09-01 // nettoyage | B | y | y | - | -
P49 | femme de ménage | nettoyage | - | Longvic | 5 | A1 | 03-01 | MS | 2025-05-15 // nettoyage | ? | y | y | - | -
P50 | agent de propreté urbaine | balayage | aucune | Talant | 10 | A2 | 03-01 | MS | 2025-10-01 // nettoyage dechets | - | y | y | - | -
P51 | agt entretien | nettoyage des locaux | Permis B | Quetigny | 20 | C1 | 04-20 | MS | 2025-12-01 // nettoyage | B | y | n | - | -
P52 | laveur de vitres ; agent d'entretien | nettoyage des vitres ; nacelle | CACES R486 A ; permis B | Dijon | 25 | B1 | 03-01 | MS | 2025-07-10 // nettoyage vitres | B R486A | y | n | - | -
P53 | agente d'entretien | monobrosse | Permis B | Beaune | 15 | B2 | 03-01 | MS | 2025-08-10 // nettoyage | B | y | n | - | -
P54 | agent d'entretien | nettoyage | aucune | Dijon | 10 | A2 | 03-01 | MS | 2025-11-11 // nettoyage | - | n | n | - | -
P55 | jardinier | taille de haies ; tonte | Permis B ; Certiphyto | Fontaine-lès-Dijon | 25 | B1 | 03-01 | MS | 2025-09-15 // vert | B | y | n | - | -
P56 | ouvrier espaces verts | tonte ; débroussaillage | Permis BE | Dijon | 30 | B2 | 03-01 | MS | 2025-06-10 // vert | B BE | y | n | - | -
P57 | agent espaces verts | désherbage ; plantation | sans permis | Chenôve | 10 | A1 | 03-01 | MS | 2025-03-20 // vert | - | y | y | - | -
P58 | jardinière paysagiste | plantation ; taille | - | Longvic | - | B1 | 03-15 | MS | 2025-12-10 // vert | ? | y | n | - | -
P59 | élagueur ; agent espaces verts | élagage ; débroussaillage | Permis B | Is-sur-Tille | 40 | B1 | 03-01 | MS | 2025-10-30 // vert | B | y | n | - | -
P60 | ripeur | collecte des déchets | aucune | Dijon | 10 | A1 | 03-01 | MS | 2025-05-05 // dechets | - | y | y | - | -
P61 | agent de tri | tri des déchets | - | Chenôve | 12 | A1.1 | 03-01 | MS | 2025-04-10 // dechets | ? | y | y | - | -
P62 | éboueur ; agent de collecte | collecte | Permis C | Longvic | 20 | B1 | 03-01 | MS | 2025-11-05 // dechets poidslourd | B C | y | n | - | -
P63 | opératrice de tri | tri sélectif | aucune | Quetigny | 10 | A2 | 03-01 | MS | 2025-09-25 // dechets | - | y | n | - | -
P64 | cariste | chargement ; inventaire | CACES R489 1A, 3, 5 (jusqu'au 12/2029) ; Permis B | Longvic | 25 | B1 | 03-01 | MS | 2025-08-05 // logistique cariste | B R4893 R4895 | y | n | - | -
P65 | cariste préparateur | préparation de commandes | CACES R389 3 ; permis B | Dijon | 20 | B1 | 03-01 | MS | 2025-07-25 // logistique | B | y | n | - | -
P66 | préparatrice de commandes | préparation de commandes ; scan | aucune | Chenôve | 12 | A2 | 03-01 | MS | 2025-10-05 // logistique | - | y | y | - | -
P67 | magasinier | inventaire ; réception | Permis B ; CACES R489 3 (jusqu'au 03/2030) | Chevigny-Saint-Sauveur | 25 | B2 | 03-01 | MS | 2025-12-20 // logistique cariste | B R4893 | y | n | - | -
P68 | manutentionnaire | manutention ; port de charges | sans permis | Dijon | 8 | A1 | 03-01 | MS, BTP | 2025-06-30 // logistique manoeuvre demenageur | - | y | y | - | -
P69 | déménageur | manutention ; emballage | Permis B | Talant | 20 | A2 | 03-01 | MS | 2025-09-12 // demenageur logistique | B | y | n | - | -
P70 | aide de cuisine | plonge ; épluchage | aucune | Dijon | 8 | A2 | 03-01 | MS | 2025-08-08 // cuisine | - | y | y | - | -
P71 | plongeur | plonge | - | Chenôve | 10 | A1 | 03-01 | MS | 2025-05-25 // cuisine | ? | y | y | - | -
P72 | cuisinier | cuisine collective ; HACCP | Permis B ; HACCP | Quetigny | 25 | B2 | 03-01 | MS | 2025-10-12 // cuisine cuisinier | B | y | n | - | -
P73 | employée de restauration collective | service ; plonge | Permis B | Dijon | 15 | B1 | 03-01 | MS | 2025-11-25 // cuisine | B | y | n | - | -
P74 | agent de sécurité | surveillance ; rondes | carte professionnelle CNAPS ; SSIAP 1 ; Permis B | Dijon | 25 | B2 | 03-01 | MS | 2025-09-05 // securite | B CNAPS | y | n | - | -
P75 | agent de prévention et de sécurité | surveillance | aucune | Longvic | 15 | B1 | 03-01 | MS | 2025-12-05 // securite | - | y | n | - | -
P76 | secrétaire | saisie ; accueil ; Word | Permis B | Dijon | 15 | C2 | 03-01 | PI | 2025-07-07 // bureau | B | y | n | - | -
P77 | assistante administrative | saisie ; classement ; Excel | - | Talant | 10 | C1 | 03-15 | PI | 2025-10-17 // bureau | ? | y | y | - | -
P78 | hôtesse d'accueil | accueil ; standard | aucune | Chenôve | 10 | C1 | 03-01 | MS, PI | 2025-09-29 // accueil bureau | - | y | y | - | -
P79 | technicien informatique | dépannage ; réseaux | Permis B | Dijon | 30 | B2 | 03-01 | PI | 2025-11-02 // informatique | B | y | n | - | -
P80 | développeuse web | JavaScript ; Python | Permis B | Dijon | 20 | C2 | 03-01 | PI | 2025-12-12 // developpeur informatique | B | y | n | - | -
P81 | dessinateur bâtiment | AutoCAD ; lecture de plan | Permis B | Quetigny | 30 | C1 | 03-01 | PI, BTP | 2025-08-28 // dessin | B | y | n | - | -
P82 | médiatrice sociale | médiation ; écoute | Permis B | Longvic | 20 | C2 | 03-01 | MS, PI | 2025-10-22 // mediation | B | y | y | - | -
P83 | agent d'accueil ; médiateur | accueil ; médiation | sans permis | Dijon | 10 | C1 | 03-01 | MS | 2025-06-06 // accueil mediation | - | y | y | - | -
P84 | démolisseur | démolition ; curage | Permis B ; amiante SS4 | Chenôve | 30 | A2 | 03-01 | BTP | 2025-09-18 // demolisseur manoeuvre | B SS4 | y | y | - | -
P85 | agent de blanchisserie | repassage ; pliage | aucune | Dijon | 8 | A1 | 03-01 | MS | 2025-07-21 // blanchisserie | - | y | y | - | -
P86 | opératrice en blanchisserie | lavage ; pliage | - | Longvic | 12 | A2 | 03-01 | MS | 2025-11-28 // blanchisserie | ? | y | n | - | -
P87 | maçon | pose de parpaings | Permis B | Montbard | 15 | B1 | 03-01 | BTP | 2024-12-01 // macon | B | y | n | - | -
P88 | maçon VRD | pose de bordures | sans permis | Beaune | 10 | A2 | 03-01 | BTP | 2025-03-03 // macon vrd | - | y | n | - | -
P89 | peintre en bâtiment | peinture | Permis B | Nuits-Saint-Georges | 30 | B1 | 03-01 | BTP | 2025-09-03 // peintre | B | y | n | - | -
P90 | F1704 | manutention | aucune | Quetigny | 10 | A2 | 03-01 | BTP | 2025-10-28 // manoeuvre | - | y | n | - | -
P91 | façadier | ravalement ; enduit | Permis B | Dijon | 25 | B1 | 03-01 | BTP | 2025-09-27 // facadier | B | y | n | - | -
P92 | aide à domicile | ménage ; repas | Permis B | Dijon | 15 | C1 | 03-01 | MS | 2025-08-18 // domicile nettoyage | B | y | n | - | -
P93 | auxiliaire de vie | toilette ; repas | Permis B | Chenôve | 20 | B2 | 03-01 | MS | 2025-12-03 // domicile | B | y | y | - | -
P94 | agent d'entretien du bâtiment | petites réparations ; peinture | Permis B | Talant | 20 | B1 | 03-01 | MS, BTP | 2025-10-08 // polyvalent | B | y | n | - | -
P95 | tout | - | - | Dijon | 10 | - | - | - | - // - | ? | ? | n | - | -
P96 | - | - | - | - | - | - | - | - | - // - | ? | ? | ? | - | -
"""
